import { types } from 'node:util';
import type { Node } from '../format.ts';
import { refuse, type Capture, type Entry } from './capture.ts';

const createInside = 'Create it inside the function that uses it.';

/** Refuses what lives in one process only; undefined for anything that may travel. */
export function refuseUnportable(capture: Capture, entry: Entry): Node | undefined {
  const value = entry.value as object;
  const no = (reason: string, fix = createInside): Node => refuse(capture, entry, reason, fix);
  if (types.isGeneratorObject(value))
    return no('a generator that is under way', 'Pass the generator function, or an array of what it gives.');
  if (types.isMapIterator(value) || types.isSetIterator(value))
    return no('an iterator that is under way', 'Pass the collection.');
  if (types.isExternal(value)) return no('a native handle');
  if (value === process.env) return no('the environment of this process', 'Read process.env where the function runs.');
  const name = tagOf(value);
  if (name === 'WeakRef' || name === 'FinalizationRegistry') return no(`a ${name}`, 'Pass the object itself.');
  const live = typeof value === 'object' ? liveKind(value) : undefined;
  return live && no(...live);
}

/** What an object is to the process, by the names of its classes; only data properties are read. */
function liveKind(value: object): [reason: string, fix?: string] | undefined {
  const classes: string[] = [];
  for (
    let at = Object.getPrototypeOf(value) as object | null;
    at && !types.isProxy(at);
    at = Object.getPrototypeOf(at) as object | null
  ) {
    const constructor: unknown = Object.getOwnPropertyDescriptor(at, 'constructor')?.value;
    const name: unknown =
      typeof constructor === 'function' ? Object.getOwnPropertyDescriptor(constructor, 'name')?.value : undefined;
    if (typeof name === 'string') classes.push(name);
  }
  const [first = 'object'] = classes;
  if (classes.some((name) => graflow.has(name)))
    return [`a live ${first}`, 'Inside a task use taskContext().enqueue(...).'];
  if (classes.some((name) => native.has(name))) return [`a ${first} cannot be carried (native handle)`];
  if (classes.includes('AsyncLocalStorage')) return ['an AsyncLocalStorage belongs to one process'];
  return undefined;
}

function tagOf(value: object): string | undefined {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === WeakRef.prototype
    ? 'WeakRef'
    : prototype === FinalizationRegistry.prototype
      ? 'FinalizationRegistry'
      : undefined;
}

const graflow = new Set([
  'InMemoryTaskQueue',
  'RedisTaskQueue',
  'TaskResolverRegistry',
  'TaskResolver',
  'ExecutionContext',
]);

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
  'KeyObject',
  'CryptoKey',
  'Timeout',
  'Immediate',
  'Readable',
  'Writable',
  'Duplex',
  'Redis',
  'Cluster',
  'ReadableStream',
  'WritableStream',
  'TransformStream',
  'WebSocket',
  'Agent',
  'Interface',
  'Session',
  'Zlib',
  'HandleWrap',
]);
