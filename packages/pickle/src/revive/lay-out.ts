import { fileOf, type Origin } from '../origin-text.ts';
import type { FunctionPlace } from './function-places.ts';

/** A program text as it is compiled: its functions stand on the lines on which they were written. */
export interface LaidOut {
  readonly text: string;
  readonly filename: string;
  readonly lineOffset: number;
}

/**
 * Moves the functions of a program to their lines and columns with line breaks and spaces before them, so that stack traces name the original places. What
 * stands before the first function goes to the lines above it. A function of another file, or one that would have to move up, stays where it is.
 */
export function layOut(text: string, places: readonly FunctionPlace[]): LaidOut | undefined {
  const [first, ...others] = places.toSorted((left, right) => left.start - right.start);
  if (!first) return undefined;
  const filename = fileOf(first.origin);
  let laid = text.slice(0, first.start);
  const lineOffset = first.origin.line - 2 - breaksIn(laid);
  laid += `\n${indent(first.origin)}`;
  let from = first.start;
  for (const { start, origin } of others) {
    if (start === from || fileOf(origin) !== filename) continue;
    laid += text.slice(from, start);
    from = start;
    laid += gap(origin.line - 1 - lineOffset - breaksIn(laid), laid, origin);
  }
  return { text: laid + text.slice(from), filename, lineOffset };
}

const lineLimit = 20_000;
const columnLimit = 1_000;

/** What moves a function so many lines down. */
function gap(lines: number, before: string, origin: Origin): string {
  if (lines < 0 || lines > lineLimit) return '';
  if (lines > 0) return '\n'.repeat(lines) + indent(origin);
  const column = before.length - before.lastIndexOf('\n');
  return ' '.repeat(Math.max(0, Math.min(columnLimit, origin.column) - column));
}

function indent({ column }: Origin): string {
  return ' '.repeat(Math.min(columnLimit, column) - 1);
}

function breaksIn(text: string): number {
  return text.split('\n').length - 1;
}
