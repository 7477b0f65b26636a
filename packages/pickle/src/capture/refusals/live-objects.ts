import { types } from 'node:util';
import { isOfNode } from '../../inspect/is-of-node.ts';
import { builtinModuleReference } from '../modules/package-reference.ts';
import { withArticle } from './with-article.ts';

/** What an object is that lives in one process only; undefined for anything that may travel. */
export function liveObject(object: object): string | undefined {
  const classes = classesOf(object);
  const [first] = classes;
  if (classes.some(([name, constructor]) => native.has(name) && isOfNode(constructor as object)))
    return `${withArticle(fullName(first))} cannot be carried (native handle)`;
  if (classes.some(([name]) => name === 'AsyncLocalStorage')) return 'an AsyncLocalStorage belongs to one process';
  const client = classes.find(([name]) =>
    clients.some(([known, member]) => known === name && (!member || Object.hasOwn(object, member))),
  );
  return client && `a live ${client[0]} cannot be carried (connections to elsewhere)`;
}

/** Which kind of key an object is that Node keeps; undefined for any other object. */
export function keyKind(object: object): string | undefined {
  const kind = classesOf(object).find(([name, constructor]) => keys.has(name) && isOfNode(constructor as object));
  return kind?.[0];
}

const keys = new Set(['KeyObject', 'CryptoKey']);

type Named = readonly [name: string, constructor: unknown];

/** The classes of an object and their names; only data properties are read. */
function classesOf(object: object): Named[] {
  const classes: Named[] = [];
  for (
    let at = Object.getPrototypeOf(object) as object | null;
    at && !types.isProxy(at);
    at = Object.getPrototypeOf(at) as object | null
  ) {
    const constructor: unknown = Object.getOwnPropertyDescriptor(at, 'constructor')?.value;
    const name: unknown =
      typeof constructor === 'function' ? Object.getOwnPropertyDescriptor(constructor, 'name')?.value : undefined;
    if (typeof name === 'string') classes.push([name, constructor]);
  }
  return classes;
}

/** `net.Socket` for a class that a module of Node gives out. */
function fullName([name, constructor]: Named = ['object', undefined]): string {
  const reference = builtinModuleReference(constructor);
  return reference?.kind === 'module' ? `${reference.module.specifier.slice('node:'.length)}.${name}` : name;
}

/** Clients of databases and brokers, by class and by a property that they have where the name alone says little. */
const clients: readonly (readonly [name: string, member?: string])[] = [
  ['Redis'],
  ['Cluster', 'startupNodes'],
  ['RedisClient'],
  ['Commander', '_events'],
  ['Client', 'connectionParameters'],
  ['Client', '_connectionString'],
  ['Pool', '_clients'],
  ['Pool', '_allConnections'],
  ['Connection', '_protocol'],
  ['MongoClient'],
  ['PrismaClient'],
  ['Sequelize'],
  ['ChannelModel'],
  ['Transporter'],
];

const native = new Set([
  'Socket',
  'TLSSocket',
  'Server',
  'ReadStream',
  'WriteStream',
  'FSWatcher',
  'FileHandle',
  'ChildProcess',
  'Worker',
  'MessagePort',
  'MessageChannel',
  'BroadcastChannel',
  'Hash',
  'Hmac',
  'Cipheriv',
  'Decipheriv',
  'Timeout',
  'Immediate',
  'Readable',
  'Writable',
  'Duplex',
  'ReadableStream',
  'WritableStream',
  'TransformStream',
  'WebSocket',
  'Agent',
  'Interface',
  'Session',
  'Zlib',
  'Script',
  'Serializer',
  'Deserializer',
  'AsyncResource',
  'StringDecoder',
  'PerformanceEntry',
  'HandleWrap',
]);
