import { InvalidInputError } from '@keyrack/contracts';

/** Letters and digits of any language first; nothing that a shell, a path or a list with commas takes for its own. */
const idPattern = /^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,127}$/u;

/** Checks what is to be the id of an owner, wherever one is named for the first time. @throws {InvalidInputError} */
export function checkOwnerId(id: string): void {
  if (idPattern.test(id)) return;
  throw new InvalidInputError(`"${id}" cannot be the id of an owner`, {
    advice: 'Take letters, digits and . _ @ + -: alice, svc-billing, bob@example.org',
  });
}

/** Checks the owners that a request names; absent and null name nobody. @throws {InvalidInputError} */
export function checkNamedOwners({
  ownerId,
  sharedWith = [],
}: {
  readonly ownerId?: string | null;
  readonly sharedWith?: readonly string[];
}): void {
  for (const id of [ownerId, ...sharedWith]) if (typeof id === 'string') checkOwnerId(id);
}
