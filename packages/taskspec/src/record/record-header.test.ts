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

const decode = (text: string) => decodeHeader(Buffer.from(text));

describe('encodeHeader and decodeHeader', () => {
  it('give back every field', () => {
    expect(decode(encodeHeader(header))).toEqual(header);
  });

  it('write a list, whose order is part of the format', () => {
    expect(encodeHeader(header)).toBe(
      '["shop","mail","sendMail","AAAAAAAAAAAAAAAAAAAAAA",1700000000000,0,1702592000000,' +
        '"reference","default","5c51dd97","",{"timeoutMs":1000,"retry":{"maxAttempts":2},"resultTtlMs":0,"priority":-2}]',
    );
  });
});

describe('a header at its usual', () => {
  const plain: RecordHeader = { ...header, keyId: '', options: {} };
  const always = '"shop","mail","sendMail","AAAAAAAAAAAAAAAAAAAAAA",1700000000000,0,1702592000000';

  it.each<[string, Partial<RecordHeader>, string]>([
    ['ends with its times', {}, ''],
    ['says its strategy', { strategy: 'pickle' }, ',"pickle"'],
    ['says its resolver', { resolverId: 'etl' }, ',"reference","etl"'],
    ['says its routing key', { routingKey: 'run' }, ',"reference","default","","run"'],
  ])('%s where nothing behind it is unusual', (_what, change, end) => {
    const text = encodeHeader({ ...plain, ...change });
    expect(text).toBe(`[${always}${end}]`);
    expect(decode(text)).toEqual({ ...plain, ...change });
  });
});

describe('decodeHeader', () => {
  it.each<[number, unknown]>([
    [0, ''],
    [0, 'a b'],
    [0, '{shop}'],
    [1, 'a:b'],
    [1, '__proto__'],
    [3, 'a/b'],
    [3, 'x'.repeat(129)],
    [7, 'eval'],
    [7, 'toString'],
    [2, ''],
    [2, '../up'],
    [2, 'x'.repeat(300)],
    [8, 'a/b'],
    [4, '1700000000000'],
    [4, 1.5],
    [5, -1],
    [6, null],
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
    expect(() => decode(text)).toThrow(expect.objectContaining({ code: 'GRAFLOW_RECORD_INVALID' }));
  });

  it.each([
    ['its header is not JSON', '['],
    ['its header does not have seven to twelve fields', '{}'],
    ['its header does not have seven to twelve fields', JSON.stringify([...fields, 1])],
    ['its header is over 4096 bytes', JSON.stringify(fields) + ' '.repeat(4_096)],
  ])('says: %s', (reason, text) => {
    expect(() => decode(text)).toThrow(`This record cannot be read: ${reason}.`);
  });

  it('never fails in another way, whatever a field is', () => {
    const isReadOrRefused = (index: number, value: unknown): void => {
      const text = JSON.stringify(fields.with(index, value));
      expect(['none', 'GRAFLOW_RECORD_INVALID']).toContain(codeOf(() => decode(text)));
    };
    fc.assert(fc.property(fc.nat(11), fc.jsonValue(), isReadOrRefused), { numRuns: 1_000 });
  });
});
