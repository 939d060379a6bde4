import { CapabilityMissingError } from '@keyrack/contracts';

/** VergeOS has no switch for a key, and an allow list that admits nobody would overwrite the one that is there. @throws {CapabilityMissingError} */
export async function refuseSuspension(): Promise<never> {
  throw new CapabilityMissingError('VergeOS cannot suspend a key', {
    advice: 'Revoke it, and issue another one when it is needed again; or disable its user in VergeOS, which stops all keys of that user.',
    details: { capability: 'suspend' },
  });
}
