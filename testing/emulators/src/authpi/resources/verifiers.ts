import { NotKnownError } from '../../kit/not-known.ts';
import type { Handler, Handlers } from '../records/call.ts';
import { targetOf } from '../records/call.ts';
import { get, list, remove } from '../records/operations.ts';
import { randomId } from '../random.ts';

const kind = 'verifiers';
const backupCodes = 10;

/** What a user proves an identity with. Nobody has described how one is made, so they only come from the emulator's controls. */
export const verifierHandlers: Handlers = {
  'user_verifiers.list': list({ kind }),
  'user_verifiers.get': get(),
  'user_verifiers.delete': remove(kind, 'user.verifier.deleted'),
  'user_verifiers.regenerate': (call) => {
    const verifier = targetOf(call);
    const codes = Array.from({ length: backupCodes }, () => randomId('code').slice(5, 15));
    const record = call.server.change(kind, verifier, { hidden: { ...verifier.hidden, codes } });
    call.server.emit('user.mfa.backup-codes.regenerated', record, call.caller);
    return { kind: 'item', fields: { codes }, record };
  },
  'user_verifiers.verify': unknown('what a verifier is given to verify'),
  'user_verifiers.complete_enrollment': unknown('what completes the enrolment of a verifier'),
};

function unknown(fact: string): Handler {
  return () => {
    throw new NotKnownError(fact);
  };
}
