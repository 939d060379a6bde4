import type { ControlRoutes } from '../kit/control-routes.ts';
import { ControlError, flagField, numberField, onlyFields, textField } from '../kit/control-routes.ts';
import { jsonAnswer } from '../kit/exchange.ts';
import type { LiteLLMSystem } from './litellm-system.ts';
import { recordedLimits } from './options.ts';
import { tokenFor } from './values/secrets.ts';

/** The control paths that only LiteLLM has. */
export function litellmControls(system: LiteLLMSystem): ControlRoutes {
  return {
    'POST /_emulator/usage': ({ fields }) => {
      onlyFields(fields, ['key', 'cost', 'model', 'atMs']);
      const key = textField(fields, 'key');
      const cost = numberField(fields, 'cost');
      if (key === undefined || cost === undefined) throw new ControlError('usage needs "key" (a secret or a hash) and "cost" (a number)');
      const model = textField(fields, 'model');
      const atMs = numberField(fields, 'atMs');
      system.use(tokenFor(key), { cost, ...(model === undefined ? {} : { model }), ...(atMs === undefined ? {} : { atMs }) });
      return jsonAnswer(200, { booked: cost });
    },
    'POST /_emulator/settings': ({ fields }) => {
      onlyFields(fields, ['licensed', 'database', 'strict']);
      const licensed = flagField(fields, 'licensed');
      const database = flagField(fields, 'database');
      const strict = flagField(fields, 'strict');
      const { proxy } = system;
      proxy.settings = {
        ...proxy.settings,
        ...(licensed === undefined ? {} : { licensed }),
        ...(database === undefined ? {} : { database }),
        ...(strict === undefined ? {} : { strict: strict ? recordedLimits : {} }),
      };
      return jsonAnswer(200, { licensed: proxy.settings.licensed, database: proxy.settings.database });
    },
    'POST /_emulator/restart': ({ fields }) => {
      onlyFields(fields, []);
      system.restarted();
      return jsonAnswer(200, { restarted: true });
    },
  };
}
