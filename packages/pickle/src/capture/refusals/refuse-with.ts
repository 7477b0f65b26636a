import type { RuntimeScope } from '../../inspect/internals.ts';
import { refuse } from './refuse.ts';
import type { Capture, Entry } from '../capture.ts';

/** Refuses a function whose names may be properties of an object: it would get copies of what they are at the moment. */
export function refuseWith(capture: Capture, entry: Entry, scopes: readonly RuntimeScope[]): void {
  if (!scopes.some(({ kind }) => kind === 'With')) return;
  refuse(
    capture,
    entry,
    'it was made inside a `with` statement, where a name may be a property of an object',
    'Read the property of the object where it is needed: object.value.',
    'Or take the properties into variables: const { value } = object.',
  );
}
