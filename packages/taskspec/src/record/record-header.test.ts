import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { decodeHeader, encodeHeader, type RecordHeader } from './record-header.ts';

const header: RecordHeader = {
  prefix: 'shop',
  queue: 'mail',
  taskId: 'AAAAAAAAAAAAAAAAAAAAAA',
  strategy: 'reference',
  name: 'sendMail',
  resolverId: 'default',
  enqueuedAt: 1_700_000_000_000,
  dueAt: 0,
  expiresAt: 1_702_592_000_000,
  keyId: '5c51dd97',
  routingKey: '',
  options: { timeoutMs: 1_000, retry: { maxAttempts: 2 }, resultTtlMs: 0, priority: -2 },
};
const fields = JSON.parse(encodeHeader(header)) as unknown[];

describe('encodeHeader and decodeHeader', () => {
  it('give back every field', () => {
    expect(decodeHeader(encodeHeader(header))).toEqual(header);
  });

  it('write a list, whose order is part of the format', () => {
    expect(encodeHeader(header)).toBe(
      '["shop","mail","AAAAAAAAAAAAAAAAAAAAAA","reference","sendMail","default",1700000000000,0,1702592000000,' +
        '"5c51dd97","",{"timeoutMs":1000,"retry":{"maxAttempts":2},"resultTtlMs":0,"priority":-2}]',
    );
  });
});

describe('decodeHeader', () => {
  it.each<[number, unknown]>([
    [0, ''],
    [0, 'a b'],
    [0, '{shop}'],
    [1, 'a:b'],
    [1, '__proto__'],
    [2, 'a/b'],
    [2, 'x'.repeat(129)],
    [3, 'eval'],
    [3, 'toString'],
    [4, ''],
    [4, '../up'],
    [4, 'x'.repeat(300)],
    [5, 'a/b'],
    [6, '1700000000000'],
    [6, 1.5],
    [7, -1],
    [8, null],
    [9, 'key id'],
    [9, 1],
    [10, []],
    [10, 'x'.repeat(257)],
    [11, null],
    [11, []],
    [11, { forever: 1 }],
    [11, { timeoutMs: '9' }],
    [11, { timeoutMs: 0 }],
    [11, { priority: 3 }],
    [11, { retry: { forever: true } }],
    [11, { retry: { maxAttempts: 1e99 } }],
    [11, { retry: { minDelayMs: '5' } }],
  ])('refuses field %i when it is %j', (index, value) => {
    const text = JSON.stringify(fields.with(index, value));
    expect(() => decodeHeader(text)).toThrow(expect.objectContaining({ code: 'GRAFLOW_RECORD_INVALID' }));
  });

  it.each([
    ['its header is not JSON', '['],
    ['its header does not have twelve fields', '{}'],
    ['its header does not have twelve fields', JSON.stringify([...fields, 1])],
    ['its header is over 4096 bytes', JSON.stringify(fields) + ' '.repeat(4_096)],
  ])('says: %s', (reason, text) => {
    expect(() => decodeHeader(text)).toThrow(`This record cannot be read: ${reason}.`);
  });

  it('never fails in another way, whatever a field is', () => {
    const isReadOrRefused = (index: number, value: unknown): void => {
      const text = JSON.stringify(fields.with(index, value));
      expect(['none', 'GRAFLOW_RECORD_INVALID']).toContain(codeOf(() => decodeHeader(text)));
    };
    fc.assert(fc.property(fc.nat(11), fc.jsonValue(), isReadOrRefused), { numRuns: 1_000 });
  });
});
