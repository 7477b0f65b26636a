import { Buffer } from 'node:buffer';
import { types } from 'node:util';
import type { Node } from '../../format.ts';
import { namesBesideIndices } from '../../inspect/internals.ts';
import { base64, node } from './capture-data.ts';
import { inheritsFrom } from './inherits-from.ts';
import { isLengthTracking, isResizable } from './resizable.ts';
import { property, slotFor } from '../slot.ts';
import { refuse } from '../refusals/refuse.ts';
import type { Capture, Entry } from '../capture.ts';
import type { Natural } from './properties.ts';
import { refuseSecretBytes } from '../refusals/refuse-secrets.ts';

/** Buffers and views on them; undefined for anything else. */
export function captureBytes(capture: Capture, entry: Entry): Node | undefined {
  const value = entry.value as object;
  if (types.isAnyArrayBuffer(value)) return captureBuffer(capture, entry, value);
  if (ArrayBuffer.isView(value)) return captureView(capture, entry, value);
  return undefined;
}

function captureBuffer(capture: Capture, entry: Entry, buffer: ArrayBuffer | SharedArrayBuffer): Node {
  const shared = types.isSharedArrayBuffer(buffer);
  const prototype = shared ? SharedArrayBuffer.prototype : ArrayBuffer.prototype;
  const bytes = bytesOf(buffer);
  if (!bytes)
    return refuse(capture, entry, 'an ArrayBuffer that was given away', 'Create it inside the function that uses it.');
  if (!isSeenWhole(entry, buffer)) refuseSecretBytes(capture, entry, bytes);
  const most = isResizable(buffer) ? [buffer.maxByteLength] : [];
  return node(capture, entry, shared ? 'shared-bytes' : 'bytes', [base64(bytes), ...most], { proto: prototype });
}

/** The bytes of a buffer; undefined for one that was detached, which `detached` tells only from Node 21 on. */
function bytesOf(buffer: ArrayBuffer | SharedArrayBuffer): Uint8Array | undefined {
  try {
    return new Uint8Array(buffer);
  } catch {
    return undefined;
  }
}

function captureView(capture: Capture, entry: Entry, view: ArrayBufferView): Node {
  const length = (view as { length?: number }).length ?? view.byteLength;
  const natural: Natural = { proto: null, only: [...namesBesideIndices(view), ...Object.getOwnPropertySymbols(view)] };
  refuseSecretBytes(capture, entry, view);
  const own = types.isUint8Array(view) && inheritsFrom(view, Buffer.prototype);
  // A Buffer is often a window on a pool that holds other people's bytes: only its own travel.
  if (own && (view.byteLength < view.buffer.byteLength || view.buffer.byteLength === Buffer.poolSize)) {
    return node(capture, entry, 'buffer', [base64(view)], { ...natural, proto: Buffer.prototype });
  }
  const kind = own ? 'Buffer' : kindOf(view);
  const prototype = own ? Buffer.prototype : (Reflect.get(globalThis, kind) as { prototype: object }).prototype;
  const buffer = slotFor(capture, view.buffer, property(entry, 'buffer'));
  const window = isLengthTracking(view) ? [] : [length];
  return node(capture, entry, 'view', [kind, buffer, view.byteOffset, ...window], { ...natural, proto: prototype });
}

/** True for the bytes behind a view that was looked at already. */
function isSeenWhole({ step }: Entry, buffer: ArrayBuffer | SharedArrayBuffer): boolean {
  const from = step?.from.value;
  return ArrayBuffer.isView(from) && from.byteLength === buffer.byteLength;
}

const tag = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)?.get;

function kindOf(view: ArrayBufferView): string {
  return types.isDataView(view) ? 'DataView' : String(tag?.call(view));
}
