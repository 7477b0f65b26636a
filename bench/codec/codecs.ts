import { decodePayload, encodePayload } from '@graflow/taskspec';
import { Encoder as CborEncoder } from 'cbor-x';
import { parse as devalueParse, stringify as devalueStringify } from 'devalue';
import { Packr } from 'msgpackr';
import { fromJSON, toJSON } from 'seroval';
import superjson from 'superjson';
import { deserialize, serialize } from 'node:v8';

/** A way to write values and to read them back. */
export interface Codec {
  /** How the tables call it. */
  readonly name: string;
  write(value: unknown): string | Uint8Array;
  read(written: string | Uint8Array): unknown;
}

const msgpackr = new Packr({ structuredClone: true });
const cbor = new CborEncoder({ structuredClone: true });

/** The candidates, ours first. */
export const codecs: readonly Codec[] = [
  { name: 'ours', write: encodePayload, read: (text) => decodePayload(text as string) },
  { name: 'JSON', write: (value) => JSON.stringify(value), read: (text) => JSON.parse(text as string) as unknown },
  {
    name: 'devalue',
    write: (value) => devalueStringify(value),
    read: (text) => devalueParse(text as string) as unknown,
  },
  {
    name: 'seroval JSON',
    write: (value) => JSON.stringify(toJSON(value)),
    read: (text) => fromJSON(JSON.parse(text as string) as never),
  },
  { name: 'superjson', write: (value) => superjson.stringify(value), read: (text) => superjson.parse(text as string) },
  {
    name: 'msgpackr',
    write: (value) => msgpackr.pack(value),
    read: (bytes) => msgpackr.unpack(bytes as Uint8Array) as unknown,
  },
  { name: 'cbor-x', write: (value) => cbor.encode(value), read: (bytes) => cbor.decode(bytes as Buffer) as unknown },
  { name: 'v8', write: (value) => serialize(value), read: (bytes) => deserialize(bytes as Uint8Array) as unknown },
];
