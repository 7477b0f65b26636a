import { functionInternals } from './internals.ts';
import { scriptUrlOf } from './scripts.ts';

/** True for a function that belongs to V8 or Node and not to a user. */
export function isOfNode(fn: object): boolean {
  const { position } = functionInternals(fn);
  return !position || (scriptUrlOf(position.scriptId)?.startsWith('node:') ?? false);
}
