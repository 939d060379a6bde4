import type { Handlers } from '../records/call.ts';
import { accountHandlers } from './accounts.ts';
import { agentHandlers } from './agents.ts';
import { apiKeyHandlers } from './api-keys.ts';
import { authMethodHandlers } from './auth-methods.ts';
import { clientHandlers } from './clients.ts';
import { creditHandlers } from './credits.ts';
import { deliveryHandlers } from './deliveries.ts';
import { domainHandlers } from './domains.ts';
import { eventHandlers } from './events.ts';
import { groupHandlers } from './groups.ts';
import { invitationHandlers } from './invitations.ts';
import { issuerHandlers } from './issuers.ts';
import { meHandlers } from './me.ts';
import { memberHandlers } from './members.ts';
import { noteHandlers } from './notes.ts';
import { organizationHandlers } from './organizations.ts';
import { sessionHandlers } from './sessions.ts';
import { ssoHandlers } from './sso.ts';
import { tokenHandlers } from './tokens.ts';
import { trustedDeviceHandlers } from './trusted-devices.ts';
import { userHandlers } from './users.ts';
import { verifierHandlers } from './verifiers.ts';
import { webhookHandlers } from './webhooks.ts';

/** What every operation of the API does, by its id. Those that are missing take a body that nobody has described. */
export const handlers: Handlers = {
  ...accountHandlers,
  ...agentHandlers,
  ...apiKeyHandlers,
  ...authMethodHandlers,
  ...clientHandlers,
  ...creditHandlers,
  ...deliveryHandlers,
  ...domainHandlers,
  ...eventHandlers,
  ...groupHandlers,
  ...invitationHandlers,
  ...issuerHandlers,
  ...meHandlers,
  ...memberHandlers,
  ...noteHandlers,
  ...organizationHandlers,
  ...sessionHandlers,
  ...ssoHandlers,
  ...tokenHandlers,
  ...trustedDeviceHandlers,
  ...userHandlers,
  ...verifierHandlers,
  ...webhookHandlers,
};
