import type { Diagnosis } from '@keyrack/runtime';
import { Command } from 'commander';
import type { Context } from '../context.ts';
import { readRack } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { explain } from '../failure.ts';
import type { Invocation } from '../invocation.ts';
import { Interruption } from '../interruption.ts';
import type { OutputOptions } from '../output/format.ts';
import { outputOption } from '../output/format.ts';
import type { ListView } from '../output/list-writer.ts';
import { printRows } from '../output/print-list.ts';
import { version } from '../version.ts';

const diagnosisList: ListView<Diagnosis> = {
  fields: ['subject', 'state', 'finding', 'advice', 'details'],
  columns: [
    { title: 'STATE', cell: ({ state }) => state },
    { title: 'SUBJECT', cell: ({ subject }) => subject },
    { title: 'FINDING', cell: ({ finding }) => finding },
    { title: 'WHAT TO DO', cell: ({ advice }) => advice ?? '' },
  ],
};

/** `keyrack doctor`. */
export function doctorCommand(invocation: Invocation): Command {
  return new Command('doctor')
    .summary('look whether everything is well')
    .description(
      'Looks at the program, the data folder, the master key, the store, the audit trail and every connection.\nIt changes nothing. Exit code 1 when something is broken.',
    )
    .addOption(outputOption())
    .action(
      invocation.handle<OutputOptions>(async (context, { output }) => {
        const diagnoses = [programDiagnosis(context), ...(await rackDiagnoses(context))];
        await printRows(context.host, { format: output, view: diagnosisList, whenEmpty: '' }, [diagnoses]);
        return diagnoses.some(({ state }) => state === 'error') ? exitCode.failed : exitCode.done;
      }),
    );
}

function programDiagnosis(context: Context): Diagnosis {
  const finding = `keyrack ${version} on Node ${process.versions.node}`;
  return {
    subject: 'program',
    state: 'ok',
    finding,
    advice: null,
    details: { home: context.home ?? context.host.environment['KEYRACK_HOME'] ?? null },
  };
}

async function rackDiagnoses(context: Context): Promise<readonly Diagnosis[]> {
  try {
    return await readRack(context, (rack) => rack.diagnose());
  } catch (error) {
    if (error instanceof Interruption) throw error;
    // A rack that does not open is the very thing a doctor is called for.
    const { message, advice } = explain(error);
    return [{ subject: 'rack', state: 'error', finding: message, advice, details: {} }];
  }
}
