import { isClassSyntax } from '../analyse/syntax.ts';
import { taskMarkOf, type TaskMark } from '../capture/functions/function-extras.ts';
import type { FunctionRecord } from '../capture/functions/function-record.ts';
import { standardGlobals } from '../capture/values/standard-globals.ts';
import { isCurrent, scriptOfFunction, type KnownScript } from '../inspect/function-site.ts';
import { functionInternals } from '../inspect/internals.ts';
import { hold, isHeld, type Held } from './held.ts';

/** What a pickle took of a function besides its properties: all else of it never changes. */
export interface FunctionReading {
  readonly fn: WeakRef<object>;
  /** The script in which it was found, and what that was known to hold. */
  readonly script: KnownScript | undefined;
  readonly source: string | undefined;
  readonly variables: readonly Variable[];
  readonly mark: TaskMark | undefined;
}

/** A captured variable, the number of its scope, and its value. */
interface Variable {
  readonly scope: number;
  readonly name: string;
  readonly value: Held;
}

/** Reads a function again that a walk found; undefined where more hangs on it than can be compared. */
export function functionReading(fn: object, record: FunctionRecord): FunctionReading | undefined {
  if (!isPlain(record)) return undefined;
  const internals = functionInternals(fn);
  const variables: Variable[] = [];
  const taken = new Set(record.captures.map(({ name }) => name));
  // The name of a declaration is a variable only as long as it stands for the function.
  if (record.text.ownName && record.text.form === 'function' && !taken.has(record.text.name)) return undefined;
  for (const name of new Set([...taken, ...record.text.free.map((free) => free.name)])) {
    if (!taken.has(name) && standardGlobals.has(name)) continue;
    const scope = internals.scopes.findIndex(({ kind, values }) => kind !== 'Global' && Object.hasOwn(values, name));
    const value = internals.scopes[scope]?.values[name];
    // Undefined may stand for a variable that was not initialised yet.
    if (scope < 0 || value === undefined) return undefined;
    variables.push({ scope, name, value: hold(value) });
  }
  const script = scriptOfFunction(Function.prototype.toString.call(fn), internals);
  return { fn: new WeakRef(fn), script, source: script?.source, variables, mark: taskMarkOf(fn) };
}

/** True for a function with nothing from around it but variables, to which it does not assign. */
function isPlain(record: FunctionRecord): boolean {
  const { text, captures, guard, access, home, outerThis, superSlot, outerArguments } = record;
  if ([guard, access, home, outerThis, superSlot, outerArguments].some((part) => part !== undefined)) return false;
  if (text.source.includes('#') || captures.some(({ assigned, constant }) => assigned || constant)) return false;
  return !isClassSyntax(text.root) || !text.root.body.body.some((element) => 'computed' in element && element.computed);
}

/** True where a function holds what it held when it was read. */
export function holdsAsRead({ fn: ref, script, source, variables, mark }: FunctionReading): boolean {
  const fn = ref.deref();
  if (fn === undefined || taskMarkOf(fn) !== mark) return false;
  if (script && (script.source !== source || !isCurrent(script))) return false;
  if (variables.length === 0) return true;
  const { scopes } = functionInternals(fn);
  return variables.every(({ scope, name, value }) => isHeld(value, scopes[scope]?.values[name]));
}
