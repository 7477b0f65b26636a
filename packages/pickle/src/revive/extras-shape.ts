import { fail, isRecord, link, list, node, nullable, oneOf, slot, slots, text, type Shape } from './part-shapes.ts';

/** What an object has besides its kind. */
export const extras: Shape = (value, references) => {
  if (!isRecord(value)) return fail('what an object has', value);
  const mapped = Object.entries(value).map(([key, item]) => {
    const shape = shapes.get(key);
    return [key, shape ? shape(item, references) : fail('what an object has', key)];
  });
  return Object.fromEntries(mapped) as unknown;
};

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

const shapes: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['proto', nullable(link())],
  ['props', list(property)],
  ['without', list(key)],
  ['lock', oneOf('frozen', 'sealed', 'fixed')],
  ['privates', list(tuple(node('function'), list(tuple(text, slot))))],
  ['super', nullable(link())],
  ['task', task],
]);

const itself = (index: number): number => index;
const noReferences = { node: itself, module: itself, code: itself };

const deepest = 200;

/** The values of a scope and of those within. */
export const frame: Shape = (value, references) => frameAt(value, references, 0);

function frameAt(value: unknown, references: Parameters<Shape>[1], depth: number): unknown {
  if (!Array.isArray(value) || value.length < 1 || value.length > 4 || depth > deepest) return fail('a scope', value);
  const [values, frames, outerThis, outerArguments] = value as readonly unknown[];
  const within: Shape = (inner) => frameAt(inner, references, depth + 1);
  const rest = [
    () => list(within)(frames, references),
    () => slot(outerThis, references),
    () => link('arguments')(outerArguments, references),
  ];
  return [slots(values, references), ...rest.slice(0, value.length - 1).map((map) => map())];
}
