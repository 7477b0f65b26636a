import { malformed } from '../errors.ts';
import type { Node } from '../format.ts';
import { madeClasses } from '../capture/values/web-classes.ts';
import { extras as extrasShape, frame } from './extras-shape.ts';
import * as part from './part-shapes.ts';
import type { References, Shape } from './part-shapes.ts';

/** What follows the kind of a node. */
interface NodeShape {
  readonly needs: readonly Shape[];
  readonly may?: readonly Shape[];
  /** What any number of further parts are. */
  readonly rest?: Shape;
  /** True for what may have `Extras` as its last part. */
  readonly extras?: boolean;
}

const { text, whole, slot, slots, pairs, oneOf, link, nullable, list } = part;

/** Only classes that `pickle` itself names: the path to any other could lead to code. */
const classPath: Shape = (value, references) => {
  const path = list(text)(value, references) as readonly string[];
  return madeClasses.has(path.join('.')) ? path : part.fail('a class of Node', path.join('.'));
};

const shapes: ReadonlyMap<string, NodeShape> = new Map<string, NodeShape>([
  ['object', { needs: [part.keyed], extras: true }],
  ['array', { needs: [slots], may: [part.upTo(2 ** 32 - 1)], extras: true }],
  ['map', { needs: [pairs], extras: true }],
  ['set', { needs: [slots], extras: true }],
  ['weak-map', { needs: [pairs], extras: true }],
  ['weak-set', { needs: [slots], extras: true }],
  ['weak-ref', { needs: [link()], extras: true }],
  ['aborted', { needs: [slot], extras: true }],
  ['date', { needs: [nullable(part.number)], extras: true }],
  ['regexp', { needs: [text, text, slot], extras: true }],
  ['boxed', { needs: [slot], extras: true }],
  ['error', { needs: [nullable(text)], extras: true }],
  ['arguments', { needs: [slots], extras: true }],
  ['symbol', { needs: [oneOf('for', 'known', 'own')], may: [text] }],
  ['bytes', { needs: [text], may: [whole], extras: true }],
  ['shared-bytes', { needs: [text], may: [whole], extras: true }],
  ['buffer', { needs: [text], extras: true }],
  ['view', { needs: [oneOf(...part.views), link('bytes', 'shared-bytes'), whole], may: [whole], extras: true }],
  ['made', { needs: [classPath, slots], extras: true }],
  ['reduced', { needs: [link('function', 'module'), slot] }],
  ['global', { needs: [], rest: text }],
  ['module', { needs: [part.module], rest: text }],
  ['interop', { needs: [part.module], rest: text }],
  ['code', { needs: [part.code, frame, list(whole)], may: [list(part.node()), oneOf(true, false)] }],
  ['function', { needs: [part.node('code'), whole], may: [oneOf(...part.forms)], extras: true }],
  ['prototype', { needs: [part.node()] }],
  ['member', { needs: [part.node('function'), oneOf('static', 'prototype'), slot, oneOf('value', 'get', 'set')] }],
  ['private', { needs: [part.node('function'), text, oneOf('static', 'prototype')] }],
  ['privates', { needs: [list(text), list(part.node('function'))] }],
  ['bound', { needs: [link(), slot, slots], extras: true }],
  ['proxy', { needs: [link(), link()] }],
  ['promise', { needs: [oneOf('fulfilled', 'rejected'), slot], extras: true }],
  ['require', { needs: [] }],
  ['import', { needs: [] }],
]);

/** Only a prototype that came with a function of the pickle may be added to: that of a built-in class belongs to everybody. */
const ownPrototype: NodeShape = { needs: [part.node('function')], extras: true };

/** Checks the shape of a node, and gives it with its references replaced. */
export function mapNode(node: Node, references: References): Node {
  const [kind] = node;
  const shape = kind === 'prototype' && node.length > 2 ? ownPrototype : shapes.get(kind);
  if (!shape) throw malformed(`it holds a value of the unknown kind ${JSON.stringify(kind)}`);
  const known = [...shape.needs, ...(shape.may ?? [])];
  const last = node.length > shape.needs.length + 1 && shape.extras ? node.at(-1) : undefined;
  const extras = part.isRecord(last) ? last : undefined;
  const parts = node.slice(1, extras ? -1 : undefined);
  if (parts.length < shape.needs.length || (!shape.rest && parts.length > known.length))
    throw malformed(`a value of the kind ${kind} has ${parts.length} parts`);
  const mapped = parts.map((value, at) => (known[at] ?? shape.rest ?? text)(value, references));
  return [kind, ...mapped, ...(extras ? [extrasShape(extras, references)] : [])];
}
