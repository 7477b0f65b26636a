import { describe, expect, it } from 'vitest';
import { decodeOutcome, encodeOutcome, type Outcome } from './outcome.ts';

const failed: Outcome = {
  ok: false,
  attempt: 3,
  reason: { code: 'GRAFLOW_TASK_FAILED', failure: { name: 'TypeError', message: 'no\nline', code: 'E' } },
};

describe('encodeOutcome and decodeOutcome', () => {
  it.each<[string, Outcome]>([
    ['nothing', { ok: true, value: undefined, attempt: 1 }],
    ['plain data', { ok: true, value: { a: ['\n'] }, attempt: 2 }],
    ['rich data', { ok: true, value: new Map([[1n, new Date(0)]]), attempt: 999_999_999 }],
    ['a reason', failed],
  ])('give back %s', (_what, outcome) => {
    expect(decodeOutcome(encodeOutcome(outcome))).toStrictEqual(outcome);
  });

  it('write one line of head, then the rest', () => {
    expect(encodeOutcome({ ok: true, value: [1], attempt: 2 })).toBe('+2\nj[1]');
    expect(encodeOutcome(failed)).toMatch(/^-3\n\{"code":"GRAFLOW_TASK_FAILED",/);
  });

  it('refuse a value that cannot travel, by its path in the result', () => {
    expect(() => encodeOutcome({ ok: true, value: { fn: () => 1 }, attempt: 1 })).toThrow(
      'result.fn cannot travel: it is a function',
    );
  });

  it('hold to the limit, both ways', () => {
    const tooLarge = expect.objectContaining({ code: 'GRAFLOW_PAYLOAD_TOO_LARGE' }) as Error;
    expect(() => encodeOutcome({ ok: true, value: 'long', attempt: 1 }, { maxPayloadBytes: 3 })).toThrow(tooLarge);
    expect(() => decodeOutcome('+1\nj"long"', { maxPayloadBytes: 3 })).toThrow(tooLarge);
  });
});

describe('decodeOutcome', () => {
  it.each([
    '',
    '+\nj1',
    '+1',
    'x1\nj1',
    '+1.5\nj1',
    '+-1\nj1',
    '+1\n',
    '+1\nx',
    '-1\n',
    '-1\n{',
    '-1\nnull',
    '-1\n[]',
    '-1\n{"code":"GRAFLOW_TASK_FAILED"}',
    '-1\n{"code":1,"failure":{"name":"Error","message":"no"}}',
    '-1\n{"code":"GRAFLOW_TASK_FAILED","failure":{"name":"Error","message":1}}',
  ])('refuses %j', (text) => {
    expect(() => decodeOutcome(text)).toThrow(expect.objectContaining({ code: 'GRAFLOW_PAYLOAD_INVALID' }));
  });
});
