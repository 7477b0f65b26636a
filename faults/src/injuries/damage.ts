import type { Random } from '../plan/random.ts';
import { joinRecord, type RecordBytes, splitRecord } from './record-parts.ts';

type Damage = (record: Buffer, random: Random) => Buffer;

/** Changes the parts of a record, and puts it together again. */
const inParts =
  (change: (parts: RecordBytes, random: Random) => Partial<RecordBytes>): Damage =>
  (record, random) => {
    const parts = splitRecord(record);
    return joinRecord({ ...parts, ...change(parts, random) });
  };

const inHeader = (change: (fields: unknown[], random: Random) => void): Damage =>
  inParts(({ header }, random) => {
    const fields = JSON.parse(header.toString()) as unknown[];
    change(fields, random);
    return { header: Buffer.from(JSON.stringify(fields)) };
  });

const deep = 1_000_000;
const strange = [null, true, -1, 1e300, '', 'x'.repeat(5_000), [], {}, '__proto__', '\u0000'];

/** The sign = with which an outcome begins in the place of a record: such bytes are one, and no damaged record. */
const outcomeMark = 61;

/** What can become of the bytes of a record on their way; none of it is a record any more, or another one. */
export const damages: Readonly<Record<string, Damage>> = {
  empty: () => Buffer.alloc(0),
  truncated: (record, random) => record.subarray(0, random.below(record.length)),
  extended: (record) => Buffer.concat([record, Buffer.from('more')]),
  noise: (record, random) => {
    const [first, ...rest] = Array.from(record, () => random.below(256));
    return Buffer.from([first === outcomeMark ? 0 : (first ?? 0), ...rest]);
  },
  'another version': inParts((_, random) => ({ version: random.between(2, outcomeMark - 1) })),
  'lengths that lie': (record, random) => {
    const copy = Buffer.from(record);
    copy.writeUInt32BE(random.between(2 ** 24, 2 ** 31), 1);
    return copy;
  },
  'a header that is no JSON': inParts(() => ({ header: Buffer.from('[1,') })),
  'a header of other types': inHeader((fields, random) => {
    fields[random.below(fields.length)] = random.pick(strange);
    fields[3] = 'another-task'; // a field may have been what it was
  }),
  'a million levels': inParts(() => ({ args: Buffer.from('['.repeat(deep) + ']'.repeat(deep)) })),
  'arguments that are no list': inParts(() => ({ args: Buffer.from('{"length":1}') })),
  'prototype keys': inParts(() => ({ args: Buffer.from('{"__proto__":{"polluted":1},"constructor":{}}') })),
};

/** Arguments that differ from what was signed, and otherwise are fine. */
export const forgeries: Readonly<Record<string, Damage>> = {
  'other arguments': inParts(() => ({ args: Buffer.from('[1]') })),
  'another task': inHeader((fields) => (fields[2] = 'block')),
  'another strategy': inHeader(
    (fields) => (fields[7] = (fields[7] ?? 'reference') === 'reference' ? 'source' : 'reference'),
  ),
  'another time': inHeader((fields) => (fields[6] = Number(fields[6]) + 1)),
  'no signature': inParts(() => ({ signature: Buffer.alloc(0) })),
  'a false signature': inParts((_, random) => ({ signature: Buffer.alloc(32, random.below(256)) })),
};
