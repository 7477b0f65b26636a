import { types } from 'node:util';

const viewTypes = {
  BigInt64Array,
  BigUint64Array,
  DataView,
  Float32Array,
  Float64Array,
  Int8Array,
  Int16Array,
  Int32Array,
  Uint8Array,
  Uint8ClampedArray,
  Uint16Array,
  Uint32Array,
};

/** Bytes as a payload holds them: the name of the type and base64. */
type ByteParts = readonly [name: string, base64: string];

/** Names the type of bytes that can travel: Buffer, ArrayBuffer, DataView and the typed arrays, but no class on top. */
export function viewNameOf(value: object): string | undefined {
  if (types.isArrayBuffer(value))
    return Object.getPrototypeOf(value) === ArrayBuffer.prototype ? 'ArrayBuffer' : undefined;
  if (!ArrayBuffer.isView(value)) return undefined;
  if (Buffer.isBuffer(value)) return 'Buffer';
  const name = types.isDataView(value) ? 'DataView' : String(Reflect.get(typedArray, Symbol.toStringTag, value));
  const known = Object.hasOwn(viewTypes, name) && viewTypes[name as keyof typeof viewTypes].prototype;
  return Object.getPrototypeOf(value) === known ? name : undefined;
}

/** The getter on this prototype reads the engine's own name of a typed array. */
const typedArray: object = Object.getPrototypeOf(Uint8Array.prototype) as object;

/** Takes bytes apart: only those the view shows, never the rest of a shared pool. */
export function bytePartsOf(value: object, name: string): ByteParts {
  const bytes = ArrayBuffer.isView(value)
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    : Buffer.from(value as ArrayBuffer);
  return [name, bytes.toString('base64')];
}

/** Makes the bytes again, from parts that anybody may have written. */
export function bytesFrom(parts: unknown): ArrayBuffer | ArrayBufferView {
  const [name, base64] = Array.isArray(parts) ? (parts as unknown[]) : [];
  if (typeof name !== 'string' || typeof base64 !== 'string') throw new Error('bytes without a type or without text');
  const buffer = arrayBufferOf(base64);
  if (name === 'ArrayBuffer') return buffer;
  if (name === 'Buffer') return Buffer.from(buffer);
  if (!Object.hasOwn(viewTypes, name)) throw new Error('bytes of an unknown type');
  const view = viewTypes[name as keyof typeof viewTypes] as new (buffer: ArrayBuffer) => ArrayBufferView;
  return new view(buffer);
}

/** A buffer of its own: a small Buffer would share Node's pool with others. */
function arrayBufferOf(base64: string): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = Buffer.from(base64, 'base64');
  return buffer.slice(byteOffset, byteOffset + byteLength);
}
