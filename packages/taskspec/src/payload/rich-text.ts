import { DevalueError, stringify, unflatten } from 'devalue';
import { checkRichText } from './check-rich-text.ts';
import { payloadUnsupported } from '../errors.ts';
import { bytePartsOf, bytesFrom, viewNameOf } from './payload-bytes.ts';
import { errorFrom, errorPartsOf } from './payload-error.ts';
import { kindOf, type PayloadKind } from './payload-kind.ts';
import { isPendingResult, resultOf } from './result-of.ts';
import { refusalOf } from './payload-refusal.ts';
import { checkTaskId } from '../spec/names.ts';

/**
 * Writes what JSON cannot carry, by devalue: a list of values that refer to each other by index.
 *
 * @throws TaskSpecError `GRAFLOW_PAYLOAD_UNSUPPORTED` with the path to what cannot travel.
 */
export function writeRichText(value: unknown, what: string, onResult?: OnResult): string {
  const kind = rememberLast(onResult === undefined ? kindWithoutResults : kindOf);
  try {
    return stringify(value, reducersWith(kind, onResult), { operations: operationsWith(kind) });
  } catch (error) {
    if (error instanceof DevalueError)
      throw payloadUnsupported(what, error.path, refusalOf(error.value, kind) ?? error.message);
    throw payloadUnsupported(what, '', reasonOf(error), error);
  }
}

/** Makes the value again from parsed text, after everything in it was checked. Throws whatever is wrong with it. */
export function readRichText(data: unknown, result: ReadResult = resultOf): unknown {
  const revivers = { ...plainRevivers, Result: (taskId: unknown) => result(asTaskId(taskId)) };
  return unflatten(checkRichText(data, revivers), revivers);
}

const plainRevivers: Record<string, (parts: unknown) => unknown> = { Error: errorFrom, Bytes: bytesFrom };

function asTaskId(value: unknown): string {
  if (typeof value === 'string') return checkTaskId(value);
  throw new Error('a result is of no task');
}

/** Hears of each task whose result the arguments wait for. */
export type OnResult = (taskId: string) => void;

/** Gives the result of a task that the arguments waited for. */
export type ReadResult = (taskId: string) => unknown;

/** Elsewhere than in arguments a result that is still to come is an instance of a class like any other. */
const kindWithoutResults: KindOf = (value) => (isPendingResult(value) ? undefined : kindOf(value));

type KindOf = (value: object) => PayloadKind | undefined;

const reducersWith = (kind: KindOf, onResult?: OnResult): Record<string, (value: unknown) => unknown> => ({
  Error: (value) => isObject(value) && kind(value) === 'Error' && errorPartsOf(value as Error),
  Bytes: (value) => isObject(value) && kind(value) === 'Bytes' && bytePartsOf(value, viewNameOf(value) as string),
  Result: (value) => {
    if (!isPendingResult(value) || onResult === undefined) return false;
    onResult(value.taskId);
    return value.taskId;
  },
});

const operationsWith = (kind: KindOf) => ({
  // devalue stops at a Symbol with the path to it, so everything that is refused is called one.
  typeOf: (value: unknown) =>
    value === null ? 'null' : refusalOf(value, kind) === undefined ? typeof value : 'symbol',
  tagOf: (value: object) => kind(value) ?? 'Object',
  isThenable: () => false,
  shapeOf: (value: object) => ({
    kind: Object.getPrototypeOf(value) === null ? ('null-proto' as const) : ('plain' as const),
    keys: Object.keys(value),
  }),
});

/** devalue asks several times about a value before it goes to the next one. */
function rememberLast(ask: KindOf): KindOf {
  let last: object | undefined;
  let answer: PayloadKind | undefined;
  return (value) => {
    if (value !== last) [last, answer] = [value, ask(value)];
    return answer;
  };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return 'it is nested too deeply';
  return `reading it throws ${error instanceof Error ? error.message : 'something'}`;
}
