import { openSync, writeSync } from 'node:fs';
import type { Fact } from './entry.ts';
import { now } from './now.ts';

/** Writes a line to the log of a participant. */
export type Logger = (fact: Fact) => void;

/** Appends to a file at once and whole, so that what was said stays said whenever the process is killed. */
export const openLog = (path: string, by: string): Logger => {
  const file = openSync(path, 'a');
  return (fact) => void writeSync(file, `${JSON.stringify({ at: now(), by, ...fact })}\n`);
};
