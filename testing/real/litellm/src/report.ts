import type { Deviation, Exceptions } from '@keyrack/emulators/replay';
import type { KillReport } from './kill-section.ts';
import type { OddReport } from './odd-section.ts';
import type { ScenarioReport } from './replay-report.ts';
import type { Tally } from './tally.ts';

/** Collects what came of a run; details go to standard output as they come. */
export class Report {
  readonly #beganAt = new Date().toISOString().slice(0, 10);
  readonly #scenarios: ScenarioReport[] = [];
  readonly #tallies: { readonly section: string; readonly tally: Tally }[] = [];
  readonly #odd: OddReport[] = [];
  readonly #kills: KillReport[] = [];
  #version = 'of unknown version';

  /** What the proxy says that it is. */
  setVersion(version: string): void {
    this.#version = version;
  }

  addScenario(report: ScenarioReport): void {
    this.#scenarios.push(report);
    const same = (deviations: readonly unknown[]): string => `${report.calls - deviations.length}/${report.calls}`;
    print(`replay ${report.scenario}: proxy ${same(report.real)}, emulator ${same(report.emulator)}`);
    printDeviations('proxy', report.real, report.uncertain);
    printDeviations('emulator', report.emulator);
  }

  addOdd(report: OddReport): void {
    this.#odd.push(report);
    print(`odd values, ${report.scenario}: emulator ${report.calls - report.emulator.length}/${report.calls}`);
    printDeviations('emulator', report.emulator);
  }

  addTally(section: string, tally: Tally): void {
    this.#tallies.push({ section, tally });
    print(`${section}: ${tally.passed} passed, ${tally.failed.length} failed`);
    for (const { name, reason } of tally.failed) print(`  failed "${name}": ${reason}`);
  }

  addKills(report: KillReport): void {
    this.#kills.push(report);
    print(`killed (${report.name}) at: ${report.tried.join(', ')}`);
    for (const wrong of report.wrong) print(`  wrong: ${wrong}`);
  }

  /** Whether everything that was tried held. */
  get isGood(): boolean {
    const tried = this.#scenarios.length + this.#odd.length + this.#tallies.length + this.#kills.length;
    const isAsRecorded = this.#unexpected() === 0;
    const isHeld = this.#tallies.every(({ tally }) => tally.failed.length === 0);
    return tried > 0 && isAsRecorded && isHeld && this.#kills.every(({ wrong }) => wrong.length === 0);
  }

  /** How many answers of the proxy differ that should not. */
  #unexpected(): number {
    return sum(this.#scenarios.map(({ real, uncertain }) => real.filter(({ n }) => !(n in uncertain)).length));
  }

  /** The table at the end. */
  summary(): string {
    const calls = sum(this.#scenarios.map((scenario) => scenario.calls));
    const equal = (who: 'real' | 'emulator'): number => calls - sum(this.#scenarios.map((scenario) => scenario[who].length));
    const replay =
      calls === 0
        ? []
        : [
            `| recorded calls, answered by the proxy as recorded | ${equal('real')} of ${calls}; ${this.#unexpected()} of the others without a known reason |`,
            `| recorded calls, answered by the emulator as recorded | ${equal('emulator')} of ${calls} |`,
          ];
    const asked = sum(this.#odd.map((report) => report.calls));
    const alike = asked - sum(this.#odd.map((report) => report.emulator.length));
    const odd = asked === 0 ? [] : [`| odd values, answered by the emulator like by the proxy | ${alike} of ${asked} |`];
    const rows = this.#tallies.map(
      ({ section, tally: { passed, failed } }) => `| ${section} | ${passed} of ${passed + failed.length} held |`,
    );
    const count = (what: 'tried' | 'wrong'): number => sum(this.#kills.map((report) => report[what].length));
    const kills =
      this.#kills.length === 0 ? [] : [`| kills while issuing, rotating and revoking | ${count('tried')}, ${count('wrong')} wrong |`];
    return [
      '',
      `| the real LiteLLM proxy ${this.#version}, ${this.#beganAt} | |`,
      '|---|---|',
      ...replay,
      ...odd,
      ...rows,
      ...kills,
      '',
    ].join('\n');
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function printDeviations(who: string, deviations: readonly Deviation[], uncertain: Exceptions = {}): void {
  for (const { n, title, differences } of deviations) {
    const reason = uncertain[n];
    print(`  ${who}, call ${n} (${title}): ${reason === undefined ? differences.join('; ') : `as expected, since ${reason}`}`);
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
