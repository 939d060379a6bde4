import { isIP } from 'node:net';
import type { ControlRoutes } from '../kit/control-routes.ts';
import { ControlError, onlyFields, textField } from '../kit/control-routes.ts';
import { jsonAnswer } from '../kit/exchange.ts';
import { secretPlaces } from './tables/user-api-keys.ts';
import type { VergeOSSystem } from './vergeos-system.ts';

/** The control paths that only VergeOS has. */
export function vergeosControls(system: VergeOSSystem): ControlRoutes {
  return {
    'POST /_emulator/caller-address': ({ fields }) => {
      onlyFields(fields, ['address']);
      const address = textField(fields, 'address');
      if (address !== undefined && isIP(address) === 0) throw new ControlError('"address" must be an IP address');
      system.server.callerAddress = address;
      return jsonAnswer(200, { address: address ?? null });
    },
    'POST /_emulator/secret-place': ({ fields }) => {
      onlyFields(fields, ['place']);
      const place = textField(fields, 'place', secretPlaces);
      if (place === undefined) throw new ControlError(`"place" must be one of ${secretPlaces.join(', ')}`);
      system.server.secretPlace = place;
      return jsonAnswer(200, { place });
    },
    'POST /_emulator/restart': ({ fields }) => {
      onlyFields(fields, []);
      system.restarted();
      return jsonAnswer(200, { restarted: true });
    },
  };
}
