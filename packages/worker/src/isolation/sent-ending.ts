import { type AnySpec, decodePayload, encodePayload, failureFrom, TaskSpec } from '@graflow/taskspec';
import type { TaskEnvelope, TaskOptions } from '@graflow/resolver';
import { doNotRetry, isDoNotRetry, isRetryLater, retryLater } from '../control-flow.ts';
import type { Ending } from '../execute.ts';
import type { SentEnding, SentThrown } from './messages.ts';

/** What a queue takes is the queue's to say; between worker and runner nothing is too large. */
const anySize = { maxPayloadBytes: Infinity };

/** Makes an ending travel. A value that cannot is a failure that another attempt would not mend. */
export function sendEnding(ending: Ending): SentEnding {
  switch (ending.ended) {
    case 'value':
      return sendValue(ending.value, ending.followUps ?? []);
    case 'thrown':
      return { ended: 'thrown', thrown: sendThrown(ending.thrown) };
    case 'unresolved':
      return { ended: 'unresolved', error: failureFrom(ending.error) };
    default:
      throw new TypeError(`A run in a runner cannot end as ${ending.ended}.`);
  }
}

/** Makes an ending that arrived what it was. */
export function receiveEnding(sent: SentEnding): Ending {
  switch (sent.ended) {
    case 'value':
      return {
        ended: 'value',
        value: decodePayload(sent.value, anySize),
        followUps: sent.followUps === undefined ? undefined : receiveSpecs(sent.followUps),
      };
    case 'thrown':
      return { ended: 'thrown', thrown: receiveThrown(sent.thrown) };
    case 'unresolved':
      return sent;
  }
}

function sendValue(value: unknown, followUps: readonly AnySpec[]): SentEnding {
  try {
    const text = encodePayload(value, { what: 'result', ...anySize });
    return { ended: 'value', value: text, ...(followUps.length > 0 && { followUps: sendSpecs(followUps) }) };
  } catch (error) {
    return { ended: 'thrown', thrown: { failure: failureFrom(error), isFinal: true } };
  }
}

function sendThrown(thrown: unknown): SentThrown {
  if (isRetryLater(thrown)) return { failure: failureFrom(thrown), retryLaterMs: thrown.delayMs };
  if (isDoNotRetry(thrown)) return { failure: failureFrom(thrown.cause), isFinal: true };
  return { failure: failureFrom(thrown) };
}

function receiveThrown({ failure, retryLaterMs, isFinal = false }: SentThrown): unknown {
  if (retryLaterMs !== undefined) return retryLater(retryLaterMs);
  return isFinal ? doNotRetry(failure) : failure;
}

/** A follow-up between runner and worker. */
interface SentSpec {
  readonly taskId: string;
  readonly name: string;
  readonly resolverId: string;
  readonly options: TaskOptions;
  readonly args: readonly unknown[];
  readonly envelope: TaskEnvelope;
}

const sendSpecs = (specs: readonly AnySpec[]): string =>
  encodePayload(
    specs.map(({ taskId, name, resolverId, options, args, envelope }) => ({
      taskId,
      name,
      resolverId,
      options,
      args,
      envelope,
    })),
    { what: 'followUps', onResult: () => undefined, ...anySize },
  );

const receiveSpecs = (text: string): readonly AnySpec[] =>
  (decodePayload(text, anySize) as readonly SentSpec[]).map(({ envelope, ...task }) =>
    TaskSpec.arrived({ ...task, loadEnvelope: () => envelope }),
  );
