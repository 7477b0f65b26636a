import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { keyRingFrom } from './key-ring.ts';

const first = 'first-key-first-key-first-key-first-key';
const second = 'second-key-second-key-second-key-second';
const bytes = Buffer.from('header and body');

describe('a signing key', () => {
  it('verifies what it signed and refuses one changed bit in bytes or signature', () => {
    const { current } = keyRingFrom(first);
    const signature = current.sign(bytes);
    expect(signature).toHaveLength(32);
    expect(current.verify(bytes, signature)).toBe(true);
    for (let index = 0; index < bytes.length; index++)
      expect(current.verify(flip(bytes, index), signature)).toBe(false);
    for (let index = 0; index < 32; index++) expect(current.verify(bytes, flip(signature, index))).toBe(false);
  });

  it.each([0, 31, 33])('refuses a signature of %i bytes', (length) => {
    expect(keyRingFrom(first).current.verify(bytes, Buffer.alloc(length))).toBe(false);
  });

  it('signs the same on every side and in every version', () => {
    const { current } = keyRingFrom(first);
    expect(current.keyId).toBe('5c51dd97');
    expect(current.sign(bytes).toString('hex')).toBe(
      '1df1bafcf0ea747e76b638b7c8a9a4d1f1dba54f68618a785e6e86eb985f2c5b',
    );
  });

  it('shows nothing of the secret', () => {
    const ring = keyRingFrom(first);
    const shown = inspect(ring, { depth: 9, showHidden: true }) + JSON.stringify(ring);
    expect(shown).not.toContain('first-key');
    expect(shown).not.toContain(Buffer.from(first).toString('hex'));
  });
});

describe('a ring of several keys', () => {
  it('signs with the first and verifies with all, so that keys can be changed without a pause', () => {
    const old = keyRingFrom(first);
    const both = keyRingFrom(`${second}\n${first}\n`);
    expect(both.current.keyId).toBe(keyRingFrom(second).current.keyId);
    expect(both.find(old.current.keyId)?.verify(bytes, old.current.sign(bytes))).toBe(true);
    expect(old.find(both.current.keyId)).toBeUndefined();
  });

  it('reads line ends of both kinds alike', () => {
    const ids = [`${first}\n${second}`, `${first}\r\n${second}\r\n`, `\n ${first} \n ${second} `].map((text) =>
      [first, second].map((key) => keyRingFrom(text).find(keyRingFrom(key).current.keyId) !== undefined),
    );
    expect(ids).toEqual([
      [true, true],
      [true, true],
      [true, true],
    ]);
  });

  it('leaves the commas of a key alone', () => {
    const key = 'a key of more than thirty-two bytes, with a comma';
    expect(keyRingFrom(key).find(keyRingFrom(key).current.keyId)).toBeDefined();
  });
});

describe('keyRingFrom', () => {
  it.each([
    ['', 'it is empty'],
    [' \n ', 'it is empty'],
    ['s3cret', 'it has 6 bytes, and the least is 32'],
    [`${first}\ns3cret`, 'it has 6 bytes, and the least is 32'],
    ['-----BEGIN OPENSSH PRIVATE KEY-----\nabc', 'a PEM key is not a shared secret'],
  ])('refuses %j without showing it', (secret, reason) => {
    expect(() => keyRingFrom(secret)).toThrow(
      new RegExp(
        `^The key of GRAFLOW_KEY or GRAFLOW_KEY_FILE cannot be used: ${reason}. Make one: openssl rand -hex 32$`,
      ),
    );
    expect(() => keyRingFrom(secret)).not.toThrow('s3cret');
  });
});

const flip = (bytes: Buffer, index: number): Buffer => {
  const changed = Buffer.from(bytes);
  changed[index] = (changed[index] ?? 0) ^ 1;
  return changed;
};
