import { readdirSync, readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { allStrategies, keyRingFrom, type TaskEnvelope } from '@graflow/resolver';
import { describe, expect, it } from 'vitest';
import { type Arrival, joinEnvelope, openRecord, type RecordHeader } from '../src/index.ts';
import { goldenKey } from './golden/golden-key.ts';

interface Description {
  readonly header: RecordHeader;
  readonly envelope: TaskEnvelope;
  readonly args: string;
}

const folder = new URL('golden/', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.bin'))
  .map((file) => file.slice(0, -4));

const read = (name: string): { readonly bytes: Buffer; readonly description: Description } => ({
  bytes: readFileSync(new URL(`${name}.bin`, folder)),
  description: JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Description,
});

const arrivalOf = ({ taskId, keyId, enqueuedAt }: RecordHeader): Arrival => ({
  prefix: 'golden',
  queue: 'records',
  taskId,
  accept: allStrategies,
  keys: keyId === '' ? undefined : keyRingFrom(goldenKey),
  now: enqueuedAt,
});

describe('records that were written by earlier versions stay readable', () => {
  it('are all here', () => {
    expect(names).toEqual([
      'pickle-signed.v1',
      'reference-signed.v1',
      'reference-with-options.v1',
      'reference-with-rich-arguments.v1',
      'reference.v1',
      'source-signed.v1',
      'source-unsigned.v1',
    ]);
  });

  it.each(names)('%s', (name) => {
    const { bytes, description } = read(name);
    const opened = openRecord(bytes, arrivalOf(description.header));
    if (opened.verdict !== 'good') throw new Error(opened.reason.failure.message);
    const texts = new Map(Object.entries(description.envelope.code ?? {}));
    expect(opened.header).toEqual(description.header);
    expect(joinEnvelope(opened.envelope, texts)).toEqual(description.envelope);
    expect(inspect(opened.args, { depth: 9, breakLength: Infinity })).toBe(description.args);
  });

  it.each(names.filter((name) => name.includes('signed') && !name.includes('unsigned')))(
    '%s, no bit changed',
    (name) => {
      const { bytes, description } = read(name);
      bytes[bytes.length - 40] = (bytes.at(-40) ?? 0) ^ 1;
      expect(openRecord(bytes, arrivalOf(description.header))).toMatchObject({
        verdict: 'bad',
        reason: { code: 'GRAFLOW_SIGNATURE_INVALID' },
      });
    },
  );
});
