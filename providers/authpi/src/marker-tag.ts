import { readMarker } from '@keyrack/contracts';

const pattern = /^keyrack-([0-9a-z]{8})-[0-9a-z]+$/;

/** Our marker as a tag, so that the key is found under another name too; null: the name carries none. */
export function tagOf(upstreamName: string): string | null {
  const marker = readMarker(upstreamName);
  return marker === null ? null : `keyrack-${marker.rackId}-${marker.tag}`;
}

/** Whose a key is by its tags; null: nobody's. What AuthPI shows may be anything. */
export function rackOfTags(tags: readonly unknown[]): string | null {
  const found = (Array.isArray(tags) ? tags : []).map((tag) => pattern.exec(String(tag))?.[1]);
  return found.find((rackId) => rackId !== undefined) ?? null;
}

/** The tags of a key with ours among them, in the place of another rack's. */
export function markedTags(tags: readonly string[], rackId: string): readonly string[] {
  return [...tags.filter((tag) => !pattern.test(tag)), `keyrack-${rackId}-adopted`];
}
