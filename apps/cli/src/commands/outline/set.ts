import type { OutlineClient } from '@keyrack/outline';
import { exitCode } from '../../exit-code.ts';
import { wholeNumber } from '../../input/numbers.ts';
import { parseSize } from '../../input/sizes.ts';
import { UsageError } from '../../usage-error.ts';
import { valuesOf } from './act.ts';
import type { OutlineAct } from './act.ts';
import { withOutline } from './client.ts';

type Setting = (value: string) => (client: OutlineClient, options: { readonly signal: AbortSignal }) => Promise<void>;

/** Every setting of a server, by the word for it. Values are read before anything is sent. */
const settings: Readonly<Record<string, Setting>> = {
  name: (name) => (client, options) => client.server.rename(name, options),
  hostname: (hostname) => (client, options) => client.server.setHostnameForAccessKeys(hostname, options),
  port: (text) => {
    const port = wholeNumber(1)(text);
    return (client, options) => client.server.setPortForNewAccessKeys(port, options);
  },
  'data-limit': (text) => {
    if (text === 'none') return (client, options) => client.server.removeDefaultDataLimit(options);
    const bytes = parseSize(text);
    return (client, options) => client.server.setDefaultDataLimit({ bytes }, options);
  },
  'share-metrics': (text) => {
    if (text !== 'yes' && text !== 'no') throw new UsageError(`"${text}" is neither yes nor no`, 'Give yes or no.');
    return (client, options) => client.metrics.setSharing(text === 'yes', options);
  },
};

/** `keyrack outline <connection> set`. */
export const set: OutlineAct = async (context, words) => {
  const [name = '', value = ''] = valuesOf(words, ['setting', 'value']);
  const setting = Object.hasOwn(settings, name) ? settings[name] : undefined;
  if (setting === undefined) throw new UsageError(`There is no setting "${name}"`, `Known settings: ${Object.keys(settings).join(', ')}.`);
  const apply = setting(value);
  const { connection, options } = words;
  const { host } = context;
  if (options.dryRun === true) {
    await host.errors.write(`Would set ${name} of ${connection} to ${value}. Nothing was changed.\n`);
    return exitCode.done;
  }
  await withOutline(context, { connection, purpose: `set ${name}` }, (client) => apply(client, { signal: host.signal }));
  await host.errors.write(`${connection}: ${name} is ${value} now.\n`);
  if (name === 'hostname') await host.errors.write('Existing keys show the old host until the server restarts.\n');
  return exitCode.done;
};
