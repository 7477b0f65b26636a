import { types } from 'node:util';
import { inheritsFrom } from './inherits-from.ts';

/** A class of Node whose objects are made again from arguments. */
export interface WebClass {
  readonly path: readonly string[];
  readonly proto: object;
  /** What to call the class with; throws for an object that only inherits from it. Reads through Node's own accessors. */
  readonly args: (object: object) => readonly unknown[];
}

/** The class of Node that an object is made by; classes are loaded one by one, as some of them take long. */
export function webClassOf(object: object): WebClass | undefined {
  for (const name of classNames(object)) {
    const found = table.find(([path]) => path.at(-1) === name);
    const made = found && webClass(...found);
    if (made && inheritsFrom(object, made.proto)) return made;
  }
  return undefined;
}

type Arguments = (read: Read, call: Read) => readonly unknown[];

const intl = [
  'NumberFormat',
  'DateTimeFormat',
  'PluralRules',
  'ListFormat',
  'RelativeTimeFormat',
  'Collator',
  'Segmenter',
];

const table: readonly (readonly [path: readonly string[], args: Arguments])[] = [
  [['URL'], (read) => [read('href')]],
  [['URLSearchParams'], (_read, call) => [call('toString')]],
  // Reading the encoding throws for what only inherits from the class.
  [['TextEncoder'], (read) => (read('encoding') === undefined ? [undefined] : [])],
  [['TextDecoder'], (read) => [read('encoding'), { fatal: read('fatal'), ignoreBOM: read('ignoreBOM') }]],
  [['DOMException'], (read) => [read('message'), read('name')]],
  [['Headers'], (_read, call) => [[...(call('entries') as Iterable<unknown>)]]],
  ...intl.map((name): [string[], Arguments] => [
    ['Intl', name],
    (_read, call) => intlArguments(call('resolvedOptions') as { locale: string }),
  ]),
];

/** The classes whose objects travel as arguments, by their paths. */
export const madeClasses: ReadonlySet<string> = new Set(table.map(([path]) => path.join('.')));

/** The names of the classes of an object, by data properties alone. */
function classNames(object: object): string[] {
  const names: string[] = [];
  let at = Object.getPrototypeOf(object) as object | null;
  for (; at && at !== Object.prototype && !types.isProxy(at); at = Object.getPrototypeOf(at) as object | null) {
    const constructor: unknown = Object.getOwnPropertyDescriptor(at, 'constructor')?.value;
    const name: unknown =
      typeof constructor === 'function' && Object.getOwnPropertyDescriptor(constructor, 'name')?.value;
    if (typeof name === 'string') names.push(name);
  }
  return names;
}

type Read = (name: string) => unknown;

function webClass(path: readonly string[], args: Arguments): WebClass {
  const found = path.reduce<unknown>((at, step) => Reflect.get(at as object, step) as unknown, globalThis) as {
    prototype: object;
  };
  const proto = found.prototype;
  const own = (name: string): PropertyDescriptor | undefined => Object.getOwnPropertyDescriptor(proto, name);
  return {
    path,
    proto,
    args: (object) =>
      args(
        (name) => Reflect.apply(own(name)?.get as () => unknown, object, []),
        (name) => Reflect.apply(own(name)?.value as () => unknown, object, []),
      ),
  };
}

/** Options that were resolved are options again. */
function intlArguments({ locale, ...options }: { locale: string }): readonly unknown[] {
  return [locale, options];
}
