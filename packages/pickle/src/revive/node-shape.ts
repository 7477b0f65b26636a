import { malformed } from '../errors.ts';
import type { Node } from '../format.ts';
import { madeClasses } from '../capture/values/web-classes.ts';
import { functionKinds } from '../node-parts.ts';
import { extras, programExtras } from './extras-shape.ts';
import * as part from './part-shapes.ts';
import type { References, Shape } from './part-shapes.ts';

/** What follows the kind of a node. */
interface NodeShape {
  readonly needs: readonly Shape[];
  readonly may?: readonly Shape[];
  /** What any number of further parts are. */
  readonly rest?: Shape;
  /** What the last part may be besides. */
  readonly extras?: Shape;
}

const { text, whole, slot, slots, pairs, oneOf, link, nullable, list } = part;
const ofFunction = part.node(...functionKinds);

/** Only classes that `pickle` itself names: the path to any other could lead to code. */
const classPath: Shape = (value, references) => {
  const path = list(text)(value, references) as readonly string[];
  return madeClasses.has(path.join('.')) ? path : part.fail('a class of Node', path.join('.'));
};

const functionShape: NodeShape = { needs: [part.node('code')], may: [nullable(text), whole], extras };

const shapes: ReadonlyMap<string, NodeShape> = new Map<string, NodeShape>([
  ['primitive', { needs: [slot] }],
  ['object', { needs: [part.keyed], extras }],
  ['array', { needs: [slots], may: [part.upTo(2 ** 32 - 1)], extras }],
  ['map', { needs: [pairs], extras }],
  ['set', { needs: [slots], extras }],
  ['weak-map', { needs: [pairs], extras }],
  ['weak-set', { needs: [slots], extras }],
  ['weak-ref', { needs: [link()], extras }],
  ['aborted', { needs: [slot], extras }],
  ['date', { needs: [nullable(part.number)], extras }],
  ['regexp', { needs: [text, text, slot], extras }],
  ['boxed', { needs: [slot], extras }],
  ['error', { needs: [nullable(text)], extras }],
  ['arguments', { needs: [slots], extras }],
  ['symbol', { needs: [oneOf('for', 'known', 'own')], may: [text] }],
  ['bytes', { needs: [text], may: [whole], extras }],
  ['shared-bytes', { needs: [text], may: [whole], extras }],
  ['buffer', { needs: [text], extras }],
  ['view', { needs: [oneOf(...part.views), link('bytes', 'shared-bytes'), whole], may: [whole], extras }],
  ['made', { needs: [classPath, slots], extras }],
  ['reduced', { needs: [link(...functionKinds, 'module'), slot] }],
  ['global', { needs: [], rest: text }],
  ['module', { needs: [part.module], rest: text }],
  ['interop', { needs: [part.module], rest: text }],
  ['code', { needs: [part.code], may: [slots], extras: programExtras }],
  ...functionKinds.map((kind) => [kind, functionShape] as const),
  ['prototype', { needs: [part.node()] }],
  ['member', { needs: [ofFunction, oneOf('static', 'prototype'), slot, oneOf('value', 'get', 'set')] }],
  ['private', { needs: [ofFunction, text, oneOf('static', 'prototype')] }],
  ['privates', { needs: [list(text), list(ofFunction)] }],
  ['bound', { needs: [link(), slot, slots], extras }],
  ['proxy', { needs: [link(), link()] }],
  ['promise', { needs: [oneOf('fulfilled', 'rejected'), slot], extras }],
  ['require', { needs: [] }],
  ['import', { needs: [] }],
]);

/** Only a prototype that came with a function of the pickle may be added to: that of a built-in class belongs to everybody. */
const ownPrototype: NodeShape = { needs: [ofFunction], extras };

/** Checks the shape of a node, and gives it with its references replaced. */
export function mapNode(node: Node, references: References): Node {
  const [kind] = node;
  const shape = kind === 'prototype' && node.length > 2 ? ownPrototype : shapes.get(kind);
  if (!shape) throw malformed(`it holds a value of the unknown kind ${JSON.stringify(kind)}`);
  const known = [...shape.needs, ...(shape.may ?? [])];
  const last = node.length > shape.needs.length + 1 && shape.extras ? node.at(-1) : undefined;
  const isLast = part.isRecord(last);
  const parts = node.slice(1, isLast ? -1 : undefined);
  if (parts.length < shape.needs.length || (!shape.rest && parts.length > known.length))
    throw malformed(`a value of the kind ${kind} has ${parts.length} parts`);
  const mapped = parts.map((value, at) => (known[at] ?? shape.rest ?? text)(value, references));
  return [kind, ...mapped, ...(isLast && shape.extras ? [shape.extras(last, references)] : [])];
}
