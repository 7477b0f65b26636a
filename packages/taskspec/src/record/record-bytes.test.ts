import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { packRecord, unpackRecord } from './record-bytes.ts';

const parts = { header: '["shop","mail"]', envelope: '', args: 'j["ä",1]' };
const sign = (bytes: Buffer): Buffer => Buffer.alloc(32, bytes.length);
const invalid = expect.objectContaining({ code: 'GRAFLOW_RECORD_INVALID' }) as Error;

const withSignatureOf = (length: number): Buffer => {
  const bytes = Buffer.concat([packRecord(parts), Buffer.alloc(length)]);
  bytes.writeUInt32BE(length, bytes.length - length - 4);
  return bytes;
};

describe('packRecord and unpackRecord', () => {
  it('give back any three texts', () => {
    const text = fc.string({ unit: 'grapheme' });
    const comesBack = (header: string, envelope: string, args: string): void => {
      expect(unpackRecord(packRecord({ header, envelope, args }))).toMatchObject({ header, envelope, args });
    };
    fc.assert(fc.property(text, text, text, comesBack));
  });

  it('sign everything before the signature, lengths and version too', () => {
    const bytes = packRecord(parts, sign);
    const { signed, signature } = unpackRecord(bytes);
    expect(signed).toEqual(bytes.subarray(0, bytes.length - 36));
    expect(signature).toEqual(Buffer.alloc(32, signed.length));
    expect(signed[0]).toBe(1);
  });

  it('leave the signature empty without a key', () => {
    expect(unpackRecord(packRecord(parts)).signature).toHaveLength(0);
  });

  it('cost 17 bytes without a signature', () => {
    expect(packRecord({ header: '', envelope: '', args: '' })).toHaveLength(17);
  });
});

describe('unpackRecord', () => {
  it.each([undefined, sign])('refuses every record that is cut off', (key) => {
    const bytes = packRecord(parts, key);
    for (let length = 0; length < bytes.length; length += 1)
      expect(() => unpackRecord(bytes.subarray(0, length))).toThrow(invalid);
  });

  it.each<[string, Buffer]>([
    ['its format version is 2, not 1', Buffer.concat([Buffer.of(2), packRecord(parts).subarray(1)])],
    ['its format version is missing, not 1', Buffer.alloc(0)],
    ['it ends too early', Buffer.concat([Buffer.of(1), Buffer.alloc(16, 255)])],
    ['bytes are left over behind its end', Buffer.concat([packRecord(parts), Buffer.of(0)])],
    ['its signature has a wrong length', withSignatureOf(31)],
  ])('says: %s', (reason, bytes) => {
    expect(() => unpackRecord(bytes)).toThrow(`This record cannot be read: ${reason}.`);
  });

  it('never fails in another way, whatever the bytes are', () => {
    const isReadOrRefused = (bytes: Uint8Array): void => {
      expect(['none', 'GRAFLOW_RECORD_INVALID']).toContain(codeOf(() => unpackRecord(Buffer.from(bytes))));
    };
    const behindVersion = fc.uint8Array({ maxLength: 64 }).map((bytes) => Uint8Array.of(1, 0, 0, 0, ...bytes));
    fc.assert(fc.property(fc.oneof(fc.uint8Array(), behindVersion), isReadOrRefused), { numRuns: 1_000 });
  });
});
