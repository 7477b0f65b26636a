import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { StoredEnvelope } from './spec-record.ts';
import { joinEnvelope } from './stored-envelope.ts';

const text = 'export default (a) => a;';
const hash = createHash('sha256').update(text).digest('hex');
const stored: StoredEnvelope = { version: 1, strategy: 'source', name: 'same', code: [hash] };

describe('joinEnvelope', () => {
  it('gives back the envelope with its code', () => {
    expect(joinEnvelope(stored, new Map([[hash, text]]))).toEqual({ ...stored, code: { [hash]: text } });
  });

  it('takes only the texts that the record names', () => {
    const texts = new Map([
      [hash, text],
      ['f'.repeat(64), 'other'],
    ]);
    expect(Object.keys(joinEnvelope(stored, texts).code ?? {})).toEqual([hash]);
  });

  it('gives a reference back as it is', () => {
    const reference: StoredEnvelope = { version: 1, strategy: 'reference', name: 'same' };
    expect(joinEnvelope(reference, new Map())).toEqual(reference);
  });

  it('refuses code that was exchanged in the store', () => {
    expect(() => joinEnvelope(stored, new Map([[hash, `${text} `]]))).toThrow(
      `This record cannot be read: its code ${hash} has another content.`,
    );
  });

  it('refuses a record whose code is gone', () => {
    expect(() => joinEnvelope(stored, new Map())).toThrow(
      expect.objectContaining({ code: 'GRAFLOW_RECORD_INVALID', details: { reason: `its code ${hash} is missing` } }),
    );
  });
});
