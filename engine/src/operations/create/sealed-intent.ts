import type { IssueIntent, JsonObject, OperationStep, SecretCipher } from '@keyrack/contracts';
import { Secret } from '@keyrack/secret';

/** The part of an intent that may stand in a plain column. */
export function plainIntent({ upstreamId, upstreamName, request }: IssueIntent): JsonObject {
  return { upstreamId, upstreamName, request };
}

/** Seals the secrets of an intent for the step that will use them. */
export function sealIntent(cipher: SecretCipher, intent: IssueIntent, stepId: string): string {
  const secrets = Object.fromEntries(Object.entries(intent.secrets).map(([name, secret]) => [name, secret.reveal()]));
  const sealed = { secrets, fingerprintSource: intent.fingerprintSource?.reveal() ?? null };
  return cipher.seal(new Secret(JSON.stringify(sealed)), `step/${stepId}`);
}

/** Puts an intent together again, exactly as it was prepared. */
export function openIntent(cipher: SecretCipher, step: OperationStep, envelope: string | null): IssueIntent {
  // Both were written by `plainIntent` and `sealIntent`, and the envelope is bound to this step.
  const plain = step.intent as Pick<IssueIntent, 'upstreamId' | 'upstreamName' | 'request'>;
  const sealed = (
    envelope === null ? { secrets: {}, fingerprintSource: null } : JSON.parse(cipher.open(envelope, `step/${step.id}`).reveal())
  ) as {
    readonly secrets: Readonly<Record<string, string>>;
    readonly fingerprintSource: string | null;
  };
  return {
    upstreamId: plain.upstreamId,
    upstreamName: plain.upstreamName,
    request: plain.request,
    secrets: Object.fromEntries(Object.entries(sealed.secrets).map(([name, value]) => [name, new Secret(value)])),
    fingerprintSource: sealed.fingerprintSource === null ? null : new Secret(sealed.fingerprintSource),
  };
}
