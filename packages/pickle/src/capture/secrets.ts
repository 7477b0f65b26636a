import { isKeyName, isSecretName } from './secret-names.ts';
import { shapeOfSecret } from './secret-shapes.ts';

/** Values of environment variables that are named like secrets, and the names of these variables. */
export type Secrets = ReadonlyMap<string, string>;

/** Shorter texts are found by chance. */
const shortestSecret = 8;
/** From this length on a value is also looked for inside of longer texts. */
const shortestInside = 12;
const shortestKey = 16;

/** The secrets of an environment. */
export function secretsOf(environment: NodeJS.ProcessEnv): Secrets {
  const found = new Map<string, string>();
  for (const [name, value = ''] of Object.entries(environment)) {
    const isSecret = isSecretName(name) || (value.length >= shortestKey && isKeyName(name));
    if (isSecret && value.length >= shortestSecret) found.set(value, name);
  }
  return found;
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
