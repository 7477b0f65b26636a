import { types } from 'node:util';

/** A live part of Graflow, and what to use in its place. */
export interface GraflowObject {
  readonly what: string;
  readonly fixes: readonly [string, string];
}

/** Which part of Graflow an object is, by its members: another copy of the package may have made it. Nothing is read but their names. */
export function graflowObject(object: object): GraflowObject | undefined {
  const [, what, ...fixes] = parts.find(([members]) => members.every((member) => hasMember(object, member))) ?? [];
  return what === undefined ? undefined : { what, fixes: fixes as unknown as GraflowObject['fixes'] };
}

const enqueue = 'Inside a task use taskContext().enqueue(...): what it enqueues is sent with the outcome.';

const parts: readonly (readonly [members: readonly string[], what: string, ...fixes: [string, string]])[] = [
  [['enqueue', 'dequeue', 'ack', 'bury', 'release'], 'a task queue', enqueue, 'Or open a queue inside the task.'],
  [
    ['idempotencyKey', 'progress', 'enqueue', 'attempt'],
    'the context of a running task',
    enqueue,
    'Or call taskContext() inside the function that uses it.',
  ],
  [
    ['taskId', 'result'],
    'the handle of a task',
    'Await its result() first, and capture what that gives.',
    'Or capture its taskId; inside a task use taskContext().enqueue(...).',
  ],
  [['runUntilEmpty', 'start', 'stop'], 'a worker', enqueue, 'Or start one where the function runs.'],
  [
    ['registerTask', 'serializeTask', 'resolveTask'],
    'a task resolver',
    enqueue,
    'Or make a new TaskResolver where the function runs.',
  ],
  [
    ['register', 'unregister', 'get', 'has', 'ids'],
    'a registry of resolvers',
    enqueue,
    'Or import defaultRegistry: then its name travels.',
  ],
  [
    ['run', 'close', 'resolverId', 'queue'],
    'an execution context',
    enqueue,
    'Or make one inside the function: new ExecutionContext().',
  ],
];

function hasMember(object: object, name: string): boolean {
  let at: object | null = object;
  for (; at && !types.isProxy(at); at = Object.getPrototypeOf(at) as object | null)
    if (Object.hasOwn(at, name)) return true;
  return false;
}
