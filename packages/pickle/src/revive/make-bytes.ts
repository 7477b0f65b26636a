import { Buffer } from 'node:buffer';
import { malformed } from '../errors.ts';

type BufferOptions = { readonly maxByteLength: number } | undefined;

/** Node 20 knows buffers that grow, the types of its language version do not. */
type GrowingBuffer<B> = new (length: number, options: BufferOptions) => B;

/** How a buffer is made that can grow. */
export function optionsFor(maxByteLength: unknown): BufferOptions {
  return typeof maxByteLength === 'number' ? { maxByteLength } : undefined;
}

/** A buffer of its own with the bytes of a text. */
export function exactBuffer(text: string, options: BufferOptions): ArrayBuffer {
  const bytes = Buffer.from(text, 'base64');
  const buffer = new (ArrayBuffer as GrowingBuffer<ArrayBuffer>)(bytes.byteLength, options);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

/** The same, shared between threads. */
export function sharedBuffer(text: string, options: BufferOptions): SharedArrayBuffer {
  const bytes = Buffer.from(text, 'base64');
  const buffer = new (SharedArrayBuffer as GrowingBuffer<SharedArrayBuffer>)(bytes.byteLength, options);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

/** A view without a length grows with its buffer. */
export function lengthIn(length: unknown): number | undefined {
  return typeof length === 'number' ? length : undefined;
}

/** A typed array, a DataView or a Buffer over a buffer. */
export function makeView(kind: string, buffer: ArrayBuffer, offset: number, length: number | undefined): unknown {
  if (kind === 'Buffer') return Buffer.from(buffer, offset, length);
  const View = Reflect.get(globalThis, kind) as
    | (new (buffer: ArrayBuffer, offset: number, length: number | undefined) => unknown)
    | undefined;
  if (!View) throw malformed(`it holds a ${kind}, which this Node does not have`);
  return new View(buffer, offset, length);
}
