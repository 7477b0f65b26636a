import { hash } from 'node:crypto';
import type { Pickle, PickleModule } from '../format.ts';

/** SHA-256 in hex. */
export function sha256(text: string): string {
  return hash('sha256', text);
}

/** The hash of a whole pickle: of what it runs and on what, not of where it came from. */
export function hashOf(code: Pickle['code'], values: unknown, modules: readonly PickleModule[]): string {
  return sha256(JSON.stringify([Object.keys(code).toSorted(), values, modules]));
}
