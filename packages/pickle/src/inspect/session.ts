import type { Runtime, Session } from 'node:inspector';
import { inspectorMissing } from '../errors.ts';

/** What a question to V8 is about: put in from this side, read on V8's side, and the other way round. */
interface Tray {
  value: unknown;
}

interface Connection {
  readonly session: Session;
  readonly tray: Tray;
  readonly trayId: string;
}

let connection: Connection | undefined;

/** Sends one command to V8. A session on its own thread answers before `post` returns. */
export function post<Result>(method: string, parameters: object = {}): Result {
  return send<Result>(connected().session, method, parameters);
}

/** Listens to an event of the session. */
export function listen<Message>(event: string, listener: (parameters: Message) => void): () => void {
  const { session } = connected();
  const handler = (message: { params: Message }): void => listener(message.params);
  session.on(event, handler);
  return () => void session.off(event, handler);
}

/** The handle under which V8 knows a live value. */
export function handleOf(value: unknown): string {
  const { tray, trayId } = connected();
  tray.value = value;
  holding = true;
  const { result } = post<Runtime.CallFunctionOnReturnType>('Runtime.callFunctionOn', {
    objectId: trayId,
    functionDeclaration: 'function () { return this.value }',
    objectGroup: 'graflow',
  });
  tray.value = undefined;
  if (result.objectId === undefined) throw new TypeError('V8 has no handle for a primitive value');
  return result.objectId;
}

/** The live value behind a handle of V8. */
export function valueOf(handle: string): unknown {
  const { tray, trayId } = connected();
  post('Runtime.callFunctionOn', {
    objectId: handle,
    functionDeclaration: 'function (tray) { tray.value = this }',
    arguments: [{ objectId: trayId }],
  });
  const { value } = tray;
  tray.value = undefined;
  return value;
}

let holding = false;

/** Lets V8 forget the handles given out so far. */
export function releaseHandles(): void {
  if (holding) post('Runtime.releaseObjectGroup', { objectGroup: 'graflow' });
  holding = false;
}

function connected(): Connection {
  connection ??= connect();
  return connection;
}

function connect(): Connection {
  let session: Session;
  try {
    session = new (process.getBuiltinModule('node:inspector').Session)();
    session.connect();
  } catch (cause) {
    throw inspectorMissing(cause);
  }
  const tray: Tray = { value: undefined };
  const place = `graflow ${process.pid} ${process.hrtime.bigint()}`;
  Object.defineProperty(globalThis, place, { value: tray, configurable: true });
  const { result } = send<Runtime.EvaluateReturnType>(session, 'Runtime.evaluate', {
    expression: `globalThis[${JSON.stringify(place)}]`,
  });
  Reflect.deleteProperty(globalThis, place);
  if (result.objectId === undefined) throw inspectorMissing(new Error('no handle for an object'));
  return { session, tray, trayId: result.objectId };
}

function send<Result>(session: Session, method: string, parameters: object): Result {
  let failure: Error | null = null;
  let answer: unknown;
  session.post(method, parameters, (error, result) => {
    failure = error;
    answer = result;
  });
  if (failure) throw new Error(`${method} failed: ${JSON.stringify(failure)}`);
  return answer as Result;
}
