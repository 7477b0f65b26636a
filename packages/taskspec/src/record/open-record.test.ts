import { keyRingFrom } from '@graflow/resolver';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Arrival, openRecord, type Verdict } from './open-record.ts';
import { encodeRecord, type RecordAddress } from './spec-record.ts';
import { packRecord } from './record-bytes.ts';
import { encodeHeader, type RecordHeader } from './record-header.ts';
import { TaskSpec } from '../spec/task-spec.ts';

const now = Date.UTC(2026, 10, 1);
const keys = keyRingFrom('the-key-of-these-tests-is-long-enough');
const otherKeys = keyRingFrom('another-key-of-these-tests-is-as-long');
const hash = 'a'.repeat(64);

const arrival: Arrival = { prefix: 'shop', queue: 'mail', taskId: 'order-17', accept: ['reference'], keys, now };

const record = async (args: readonly unknown[] = ['cat.png', 200], address: Partial<RecordAddress> = {}) => {
  const spec = await new TaskSpec({ name: 'resize', args, taskId: 'order-17' }).ensureSerialized();
  return encodeRecord(spec, { prefix: 'shop', queue: 'mail', keys, now, ...address });
};

/** A record that no producer of ours writes: any header and body, signed with the right key. */
const forged = async (header: Partial<RecordHeader>, envelope = '', args = 'j[]'): Promise<Buffer> => {
  const { header: good } = await record();
  return packRecord({ header: encodeHeader({ ...good, ...header }), envelope, args }, (bytes) =>
    keys.current.sign(bytes),
  );
};

const told = (verdict: Verdict): readonly string[] =>
  verdict.verdict === 'good' ? ['good'] : [verdict.verdict, verdict.reason.code, verdict.reason.failure.message];

describe('openRecord', () => {
  it('gives header, envelope and arguments of a good record', async () => {
    const { bytes, header } = await record();
    expect(openRecord(bytes, arrival)).toEqual({
      verdict: 'good',
      header,
      envelope: { version: 1, strategy: 'reference', name: 'resize' },
      args: ['cat.png', 200],
    });
  });

  it('gives the envelope of a by-value task, its code named by SHA-256', async () => {
    const envelope = JSON.stringify({ version: 1, strategy: 'pickle', name: 'resize', code: [hash], pickle: {} });
    const bytes = await forged({ strategy: 'pickle' }, envelope);
    expect(openRecord(bytes, { ...arrival, accept: ['pickle'] })).toMatchObject({
      verdict: 'good',
      envelope: { code: [hash] },
    });
  });

  it.each([2, 31])('leaves version %i, which a later build wrote, to workers of that build', async (version) => {
    const { bytes } = await record();
    const later = Buffer.concat([Buffer.of(version), bytes.subarray(1)]);
    expect(told(openRecord(later, arrival))).toEqual([
      'not-mine',
      'GRAFLOW_TASK_UNROUTABLE',
      `The record has format version ${version}, of a later build. Update this worker.`,
    ]);
  });

  it.each([0, 32, 255])('takes %i for no version at all', async (version) => {
    const { bytes } = await record();
    const [verdict, code] = told(openRecord(Buffer.concat([Buffer.of(version), bytes.subarray(1)]), arrival));
    expect([verdict, code]).toEqual(['bad', 'GRAFLOW_RECORD_INVALID']);
  });

  it('takes an unsigned record where there is no key', async () => {
    const { bytes } = await record([], { keys: undefined });
    expect(told(openRecord(bytes, { ...arrival, keys: undefined }))).toEqual(['good']);
  });

  it('takes a signed reference where there is no key: what it may run is in the closed table anyway', async () => {
    const { bytes } = await record();
    expect(told(openRecord(bytes, { ...arrival, keys: undefined }))).toEqual(['good']);
  });

  it('takes a record signed with any key of the ring', async () => {
    const ring = keyRingFrom('a-new-key-that-signs-from-now-on-here\nthe-key-of-these-tests-is-long-enough');
    expect(told(openRecord((await record()).bytes, { ...arrival, keys: ring }))).toEqual(['good']);
  });
});

describe('not mine', () => {
  it('a strategy that is not accepted here', async () => {
    const bytes = await forged({ strategy: 'pickle' }, '{}');
    expect(told(openRecord(bytes, arrival))).toEqual([
      'not-mine',
      'GRAFLOW_TASK_UNROUTABLE',
      'This worker accepts reference, not pickle. Add pickle to its accept.',
    ]);
    expect(told(openRecord(bytes, { ...arrival, keys: undefined }))).toEqual([
      'not-mine',
      'GRAFLOW_TASK_UNROUTABLE',
      'This worker accepts reference, not pickle. Give it the GRAFLOW_KEY of the producer, and set one there if it has none.',
    ]);
  });

  it('a key that this worker does not have', async () => {
    const { bytes } = await record();
    expect(told(openRecord(bytes, { ...arrival, keys: otherKeys }))).toEqual([
      'not-mine',
      'GRAFLOW_TASK_UNROUTABLE',
      `The record is signed with key ${keys.current.keyId}, which this worker does not have. Give both sides the same GRAFLOW_KEY.`,
    ]);
  });

  it('a signed by-value task where there is no key', async () => {
    const bytes = await forged({ strategy: 'source' }, '{}');
    expect(told(openRecord(bytes, { ...arrival, accept: ['source'], keys: undefined }))).toEqual([
      'not-mine',
      'GRAFLOW_TASK_UNROUTABLE',
      `The record is signed with key ${keys.current.keyId}, and this worker has no key. Give both sides the same GRAFLOW_KEY.`,
    ]);
  });
});

describe('bad', () => {
  it.each<[string, Partial<Arrival>]>([
    ['another queue', { queue: 'etl' }],
    ['another prefix', { prefix: 'bank' }],
    ['another task', { taskId: 'order-18' }],
  ])('a record made for %s, copied here', async (_what, here) => {
    expect(told(openRecord((await record()).bytes, { ...arrival, ...here }))).toEqual([
      'bad',
      'GRAFLOW_RECORD_INVALID',
      'The record was made for task order-17 of shop:mail.',
    ]);
  });

  it('no signature where there is a key', async () => {
    const { bytes } = await record([], { keys: undefined });
    expect(told(openRecord(bytes, arrival))).toEqual([
      'bad',
      'GRAFLOW_SIGNATURE_INVALID',
      'The record is not signed, and this worker has a key. Give both sides the same GRAFLOW_KEY.',
    ]);
  });

  it('the signature of another key under the id of ours', async () => {
    const { bytes } = await record([], {
      keys: { ...otherKeys, current: { ...otherKeys.current, keyId: keys.current.keyId } },
    });
    expect(told(openRecord(bytes, arrival))).toEqual([
      'bad',
      'GRAFLOW_SIGNATURE_INVALID',
      'The signature does not fit the record.',
    ]);
  });

  it('the signature taken off', async () => {
    const { bytes } = await record();
    const bare = Buffer.from(bytes.subarray(0, -32));
    bare.writeUInt32BE(0, bare.length - 4);
    expect(told(openRecord(bare, arrival))[1]).toBe('GRAFLOW_SIGNATURE_INVALID');
  });

  it('a task that came too late, by 30 days', async () => {
    const { bytes, header } = await record();
    expect(header.expiresAt).toBe(now + 30 * 24 * 3_600_000);
    expect(told(openRecord(bytes, { ...arrival, now: header.expiresAt }))).toEqual(['good']);
    expect(told(openRecord(bytes, { ...arrival, now: header.expiresAt + 1 }))).toEqual([
      'bad',
      'GRAFLOW_TASK_EXPIRED',
      'The task expired at 2026-12-01T00:00:00.000Z.',
    ]);
  });

  const pickled = { version: 1, strategy: 'pickle', name: 'resize', code: [hash] };
  it.each<[string, Partial<RecordHeader>, string, string?]>([
    ['a pickle task without its envelope', { strategy: 'pickle' }, ''],
    [
      'its envelope is not the one of its header',
      { strategy: 'pickle' },
      JSON.stringify({ ...pickled, strategy: 'source' }),
    ],
    [
      'its envelope is not the one of its header',
      { strategy: 'pickle' },
      JSON.stringify({ ...pickled, name: 'other' }),
    ],
    ['its envelope is not the one of its header', { strategy: 'reference' }, JSON.stringify(pickled)],
    ['its envelope is not JSON', { strategy: 'pickle' }, '{'],
    ['its envelope is not an object', { strategy: 'pickle' }, 'null'],
    ['its envelope names no code by SHA-256', { strategy: 'pickle' }, '{"code":["../up"]}'],
    ['its envelope names no code by SHA-256', { strategy: 'pickle' }, '{"code":{"a":1}}'],
    ['its arguments are not a list', {}, '', 'j{"length":1}'],
    ['it starts with "x"', {}, '', 'x'],
    ['Object contains forbidden prototype property', {}, '', 'j[{"__proto__":{}}]'],
  ])('well signed, but %s', async (reason, header, envelope, args) => {
    const verdict = openRecord(await forged(header, envelope, args), { ...arrival, accept: ['reference', 'pickle'] });
    expect(told(verdict)).toEqual(['bad', 'GRAFLOW_RECORD_INVALID', expect.stringContaining(reason)]);
  });

  it('arguments over the limit of this worker', async () => {
    const verdict = openRecord((await record()).bytes, { ...arrival, maxPayloadBytes: 5 });
    expect(verdict).toMatchObject({ verdict: 'bad', reason: { failure: { code: 'GRAFLOW_PAYLOAD_TOO_LARGE' } } });
  });
});

describe('changed bytes', () => {
  it('every flipped bit of a signed record is found: in header, body and signature', async () => {
    const { bytes } = await record();
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      expect(openRecord(flip(bytes, bit), arrival).verdict).not.toBe('good');
    }
  });

  it('of a record without signature give a verdict, and never an error', async () => {
    const { bytes } = await record([1, new Map([[1n, new Error('no')]]), Buffer.from('ab')], { keys: undefined });
    const isJudged = (bit: number, length: number): void => {
      const { verdict } = openRecord(flip(bytes, bit % (bytes.length * 8)).subarray(0, length), {
        ...arrival,
        keys: undefined,
      });
      expect(['good', 'bad', 'not-mine']).toContain(verdict);
    };
    const lengths = fc.oneof(fc.constant(bytes.length), fc.nat(bytes.length));
    fc.assert(fc.property(fc.nat(), lengths, isJudged), { numRuns: 2_000 });
  });
});

function flip(bytes: Buffer, bit: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return changed;
}
