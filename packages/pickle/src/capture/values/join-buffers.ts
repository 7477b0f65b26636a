import type { Node } from '../../format.ts';
import type { Capture } from '../capture.ts';
import { base64 } from './capture-data.ts';

/** A Buffer that was met: where it is in the graph, and its window on the bytes behind it. */
interface Window {
  readonly index: number;
  readonly view: Uint8Array;
}

/**
 * Gives Buffers that see the same bytes one memory again. Each travels with its own bytes alone, as they are windows on a pool; what they share stays shared, and what
 * lies between and around them stays behind.
 */
export function joinBuffers(capture: Capture): void {
  const behind = new Map<ArrayBufferLike, Window[]>();
  for (const [index, node] of capture.nodes.entries()) {
    if (node?.[0] !== 'buffer') continue;
    const view = capture.entries[index]?.value as Uint8Array;
    behind.set(view.buffer, [...(behind.get(view.buffer) ?? []), { index, view }]);
  }
  for (const [memory, windows] of behind) {
    const whole = capture.indices.get(memory);
    if (whole !== undefined) for (const window of windows) place(capture, window, whole, 0);
    else for (const group of overlapping(windows)) joinGroup(capture, memory, group);
  }
}

/** Windows in groups, each of which sees one stretch of bytes. */
function overlapping(windows: readonly Window[]): Window[][] {
  const groups: Window[][] = [];
  let end = 0;
  for (const window of windows.toSorted((left, right) => left.view.byteOffset - right.view.byteOffset)) {
    const { byteOffset, byteLength } = window.view;
    const group = groups.at(-1);
    if (group && byteOffset < end) group.push(window);
    else groups.push([window]);
    end = Math.max(end, byteOffset + byteLength);
  }
  return groups;
}

function joinGroup(capture: Capture, memory: ArrayBufferLike, group: readonly Window[]): void {
  if (group.length < 2) return;
  const start = Math.min(...group.map(({ view }) => view.byteOffset));
  const end = Math.max(...group.map(({ view }) => view.byteOffset + view.byteLength));
  const bytes = new Uint8Array(memory, start, end - start);
  const index = capture.entries.push({ index: capture.entries.length, value: undefined, step: undefined }) - 1;
  capture.nodes.push(['bytes', base64(bytes)]);
  for (const window of group) place(capture, window, index, start);
}

/** Makes a Buffer a view of bytes that travel. */
function place(capture: Capture, { index, view }: Window, bytes: number, start: number): void {
  const [, , ...extras] = capture.nodes[index] ?? [];
  capture.nodes[index] = ['view', 'Buffer', [bytes], view.byteOffset - start, view.byteLength, ...extras] as Node;
}
