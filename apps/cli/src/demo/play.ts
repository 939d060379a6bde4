import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { exitCode } from '../exit-code.ts';
import { paint } from '../output/paint.ts';
import { Narrator } from './narrator.ts';
import { scenes } from './scenes/index.ts';
import { buildStage } from './stage.ts';
import type { Stage } from './stage.ts';
import { whatToTry } from './what-to-try.ts';

/**
 * Plays the life of keys on local servers, then leaves the stage open for the person to try things, until Ctrl-C.
 * @param once - end after the walk
 */
export async function playDemo(context: Context, once: boolean): Promise<ExitCode> {
  const { host } = context;
  const narrator = new Narrator(host);
  await narrator.say(
    paint(host.output, 'bold', 'Keyrack: one rack for every access key an organisation hands out.'),
    'This is a demo: the systems are local, the keys are throw-away, and your own data folder is not touched.',
  );
  const stage = await buildStage(context, narrator);
  try {
    for (const scene of scenes) await scene(stage);
    if (!once) await stay(stage);
  } finally {
    await stage.close();
  }
  if (!once) await narrator.say('', 'The demo is over; its servers and its folder are gone.');
  return exitCode.done;
}

async function stay({ context, narrator, home }: Stage): Promise<void> {
  await narrator.say(...whatToTry(context.host, home));
  await new Promise<void>((resolve) => {
    context.host.signal.addEventListener('abort', () => resolve(), { once: true });
    if (context.host.signal.aborted) resolve();
  });
}
