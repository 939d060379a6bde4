import { groupMethods, memberMethods } from './groups.ts';
import type { VergeOSMethod } from './method.ts';
import { permissionMethods } from './permissions.ts';
import { systemMethods } from './system.ts';
import { tableMethods } from './tables.ts';
import { userMethods } from './users.ts';

/** Everything that `keyrack vergeos <connection>` does. */
export const vergeosMethods: readonly VergeOSMethod[] = [
  ...systemMethods,
  ...userMethods,
  ...groupMethods,
  ...memberMethods,
  ...permissionMethods,
  ...tableMethods,
];
