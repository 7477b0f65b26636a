import { functionKinds } from '../node-parts.ts';
import {
  fail,
  isRecord,
  link,
  list,
  node,
  nullable,
  oneOf,
  slot,
  slots,
  text,
  whole,
  type Shape,
} from './part-shapes.ts';

/** Named parts, each of which may be absent. */
function record(...parts: readonly (readonly [key: string, shape: Shape])[]): Shape {
  const shapes = new Map(parts);
  return (value, references) => {
    if (!isRecord(value)) return fail('named parts', value);
    const mapped = Object.entries(value).map(([key, item]) => {
      const shape = shapes.get(key);
      return [key, shape ? shape(item, references) : fail('a known part', key)];
    });
    return Object.fromEntries(mapped) as unknown;
  };
}

const flags: Shape = (value) => (/^w?e?c?$/.test(text(value, noReferences) as string) ? value : fail('flags', value));

const property: Shape = (value, references) => {
  if (!Array.isArray(value) || value.length < 2 || value.length > 4) return fail('a property', value);
  return value.map((item, at) => (at === 2 ? flags : at === 0 ? key : slot)(item, references));
};

const key: Shape = (value, references) => (typeof value === 'string' ? value : link('symbol')(value, references));

/** A list with one shape for each of its items. */
const tuple =
  (...parts: readonly Shape[]): Shape =>
  (value, references) =>
    Array.isArray(value) && value.length === parts.length
      ? parts.map((part, at) => part(value[at], references))
      : fail(`a list of ${parts.length}`, value);

const task: Shape = (value, references) =>
  isRecord(value)
    ? { name: text(value['name'], references), options: slot(value['options'], references) }
    : fail('the mark of a task', value);

/** What an object has besides its kind. */
export const extras = record(
  ['proto', nullable(link())],
  ['props', list(property)],
  ['without', list(key)],
  ['lock', oneOf('frozen', 'sealed', 'fixed')],
  ['privates', list(tuple(node(...functionKinds), list(tuple(text, slot))))],
  ['super', nullable(link())],
  ['task', task],
);

const itself = (index: number): number => index;
const noReferences = { node: itself, module: itself, code: itself };

const deepest = 200;

/** What a scope at a depth has besides variables. */
const scopeParts = (depth: number): readonly (readonly [key: string, shape: Shape])[] => [
  ['scopes', list(scopeAt(depth + 1))],
  ['this', slot],
  ['arguments', link('arguments')],
];

const scopeAt =
  (depth: number): Shape =>
  (value, references) => {
    if (!Array.isArray(value) || value.length < 1 || value.length > 2 || depth > deepest) return fail('a scope', value);
    const [variables, more = {}] = value as readonly unknown[];
    return [slots(variables, references), record(...scopeParts(depth))(more, references)];
  };

/** What a program has besides the variables of its outermost scope. */
export const programExtras = record(
  ...scopeParts(0),
  ['starts', list(whole)],
  ['needs', list(node())],
  ['changes', oneOf(true)],
);
