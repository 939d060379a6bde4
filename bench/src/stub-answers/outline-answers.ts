import { jsonAnswer } from './json-answer.ts';
import type { StubAnswers } from './json-answer.ts';

/** Every GET is answered with the same list of 1,000 access keys, everything else with the same key. */
export function outlineAnswers(): StubAnswers {
  const key = {
    name: 'Alice',
    password: 'abcdefghijklmnopqrstuv',
    port: 12_345,
    method: 'chacha20-ietf-poly1305',
    dataLimit: { bytes: 50e9 },
    accessUrl: 'ss://Y2hhY2hhMjAtaWV0Zi1wb2x5MTMwNTphYmNkZWZnaGlqa2xtbm9wcXJzdHV2@192.0.2.7:12345/?outline=1',
  };
  const list = jsonAnswer('200 OK', JSON.stringify({ accessKeys: Array.from({ length: 1_000 }, (_, id) => ({ id: String(id), ...key })) }));
  const created = jsonAnswer('201 Created', JSON.stringify({ id: '0', ...key }));
  return (method) => (method === 'GET' ? list : created);
}
