import { lookUp } from '../../analyse/scope.ts';
import type { KnownScript } from '../../inspect/function-site.ts';
import type { FunctionInternals } from '../../inspect/internals.ts';
import { standardGlobals } from '../values/standard-globals.ts';
import type { Place } from './place.ts';
import { isUnbound } from './stands-alone.ts';

/** True for a standard global that nothing around a function hides: nobody needs to ask V8 for its scopes then. */
export function isPlainGlobal(name: string, place: Place): boolean {
  const { script, internals, outline } = place;
  if (!standardGlobals.has(name) || !script) return false;
  if (outline && !outline.kinds.has(name) && isUnbound(name, script, internals)) return true;
  const { site } = place;
  if (!site || lookUp(site.scope, name)) return false;
  if (!unseen.has(script)) unseen.set(script, unseenNames(script, internals));
  return unseen.get(script)?.has(name) === false;
}

const unseen = new WeakMap<KnownScript, ReadonlySet<string> | undefined>();

/** Names that may be around a script without standing in it, as a loader's wrapper brings them; undefined where code can make names at run time. */
function unseenNames({ text }: KnownScript, { scopes }: FunctionInternals): ReadonlySet<string> | undefined {
  if (!text || text.facts.specials.some(({ what }) => what === 'eval' || what === 'with')) return undefined;
  return new Set(scopes.flatMap(({ kind, values }) => (kind === 'Global' ? [] : Object.keys(values))));
}
