import { isSameList } from '../../same-list.ts';
import { isKeyName, isSecretName } from './secret-names.ts';
import { shapeOfSecret } from './secret-shapes.ts';

/** Values of environment variables that are named like secrets, and the names of these variables. */
export type Secrets = ReadonlyMap<string, string>;

/** Shorter texts are found by chance. */
const shortestSecret = 8;
/** From this length on a value is also looked for inside of longer texts. */
const shortestInside = 12;
const shortestKey = 16;

/**
 * The secrets of an environment as it is now: all names are listed, and only the values of those are read that say secret. The same map as before where
 * nothing of them changed.
 */
export function secretsOf(environment: NodeJS.ProcessEnv): Secrets {
  // Asks for no descriptor, as Object.keys() does for every name.
  const names = Object.getOwnPropertyNames(environment);
  if (!last || !isSameList(names, last.names))
    last = { names, telling: names.filter(shortestValue), values: [], found: new Map() };
  const values = last.telling.map((name) => environment[name] ?? '');
  if (!isSameList(values, last.values)) last = { ...last, values, found: longEnough(last.telling, values) };
  return last.found;
}

/** What was read of the environment last. */
let last:
  | {
      readonly names: readonly string[];
      /** Those of the names that say secret. */
      readonly telling: readonly string[];
      readonly values: readonly string[];
      readonly found: Secrets;
    }
  | undefined;

function longEnough(names: readonly string[], values: readonly string[]): Secrets {
  const found = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    const value = values[index] ?? '';
    if (value.length >= (shortestValue(name) ?? Infinity)) found.set(value, name);
  }
  return found;
}

/** The length from which on the value of a variable with this name is a secret; undefined for a name that says nothing of one. */
function shortestValue(name: string): number | undefined {
  return isSecretName(name) ? shortestSecret : isKeyName(name) ? shortestKey : undefined;
}

/** What makes a text a secret, in words that do not show it; undefined for one that is none. */
export function secretIn(text: string, secrets: Secrets): string | undefined {
  if (text.length < shortestSecret) return undefined;
  const name = secrets.get(text);
  if (name !== undefined) return `the value of the environment variable ${name}`;
  for (const [value, inside] of secrets) {
    if (value.length >= shortestInside && value.length < text.length && text.includes(value))
      return `it holds the value of the environment variable ${inside}`;
  }
  return shapeOfSecret(text);
}

/** True for an object with the variables of an environment in it. */
export function isCopyOf(environment: NodeJS.ProcessEnv, object: object): boolean {
  if (!Object.hasOwn(object, 'PATH') && !Object.hasOwn(object, 'Path')) return false;
  const names = Object.keys(environment);
  const same = names.filter((name) => Object.getOwnPropertyDescriptor(object, name)?.value === environment[name]);
  return names.length >= 4 && same.length >= names.length / 2;
}
