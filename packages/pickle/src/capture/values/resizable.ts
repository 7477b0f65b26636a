import { types } from 'node:util';
import type { Serializer } from 'node:v8';

/** A buffer that may grow. */
export type Resizable = (ArrayBuffer | SharedArrayBuffer) & { readonly maxByteLength: number };

/** True for a buffer that was made with `maxByteLength`. */
export function isResizable(buffer: ArrayBuffer | SharedArrayBuffer): buffer is Resizable {
  const flag = types.isSharedArrayBuffer(buffer) ? growable : resizable;
  return flag?.call(buffer) === true;
}

/** True for a view that grows with its buffer. No property tells; the way in which V8 writes a view down does. */
export function isLengthTracking(view: ArrayBufferView): boolean {
  if (!isResizable(view.buffer)) return false;
  const writer = viewWriter();
  writer.writeValue(view);
  return ((writer.releaseBuffer().at(-1) ?? 0) & lengthTrackingFlag) !== 0;
}

const lengthTrackingFlag = 1;

/** Writes the buffer of a view and then the view, whose flags come last. */
function viewWriter(): Serializer {
  // Asked for here, as Node loads its streams with it.
  const { Serializer } = process.getBuiltinModule('node:v8');
  return Object.assign(new Serializer(), { _getSharedArrayBufferId: () => 0 });
}

const resizable = getterOf(ArrayBuffer.prototype, 'resizable');
const growable = getterOf(SharedArrayBuffer.prototype, 'growable');

function getterOf(prototype: object, name: string): { call: (buffer: object) => unknown } | undefined {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get;
}
