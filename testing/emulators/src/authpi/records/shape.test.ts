import { describe, expect, it } from 'vitest';
import { shape } from './shape.ts';

const note = {
  id: 'n',
  account_id: 'a',
  subject_type: 'user',
  subject_id: 's',
  content: 'c',
  pinned: true,
  created_by: 'u',
  created_at: 1,
};

describe('an answer', () => {
  it('has the fields of its type, null where one must be and has nothing to say, and no others', () => {
    expect(shape('Note', { ...note, hidden: 'x', mentions: undefined, updated_at: undefined })).toEqual({
      ...note,
      issuer_id: null,
      updated_by: null,
      updated_at: null,
    });
  });

  it('is shaped within lists and objects too', () => {
    const mentions = [{ mentioned_user_id: 'u', created_at: 2, more: 1 }];
    expect(shape('Note[]', [{ ...note, mentions }])).toMatchObject([{ mentions: [{ mentioned_user_id: 'u', created_at: 2 }] }]);
    expect(JSON.stringify(shape('Note', { ...note, mentions }))).not.toContain('more');
  });

  it('fails rather than lacking a field or having one of another kind', () => {
    const { content: _missing, ...without } = note;
    expect(() => shape('Note', without)).toThrow('nothing to answer for Note.content');
    expect(() => shape('Note', { ...note, pinned: 'yes' })).toThrow('Note.pinned must be of type boolean');
    expect(() => shape('Webhook', { id: 'w', account_id: 'a', name: 'n', url: 'u', auth: {}, events: [], created_at: 1.5 })).toThrow(
      'integer',
    );
    expect(() => shape('Note', { ...note, mentions: {} })).toThrow('NoteMention[] is not a list');
  });

  it('may hold anything where its type is open', () => {
    expect(shape('Verifier', { type: 'x', more: [1] })).toEqual({ type: 'x', more: [1] });
    expect(shape('object', { a: 1 })).toEqual({ a: 1 });
  });
});
