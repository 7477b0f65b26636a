import type { RetryOptions } from '@graflow/taskspec';
import { expect, test } from 'vitest';
import { doNotRetry, retryLater } from './control-flow.ts';
import { taskTimeout, workerStopped } from './errors.ts';
import { decideSettlement } from './settlement.ts';

interface Situation {
  readonly failures?: number;
  readonly abortReason?: unknown;
  readonly retry?: RetryOptions;
}

const setup = ({ failures = 0, abortReason, retry = {} }: Situation = {}) => ({
  claim: { token: 't', attempt: failures + 1, failures, signal: new AbortController().signal },
  spec: { options: { retry } } as never,
  abortReason,
});

const thrown = (error: unknown) => ({ ended: 'thrown', thrown: error }) as const;
const unresolved = (code: string) =>
  ({ ended: 'unresolved', error: Object.assign(new Error('no'), { code }) }) as const;
const noJitter = () => 0.5;

test('acks a value', () => {
  expect(decideSettlement({ ended: 'value', value: 1 }, setup())).toEqual({ step: 'ack', value: 1 });
});

test('retries a failure with growing delays, until the attempts are used up', () => {
  const steps = [0, 1, 2].map((failures) => decideSettlement(thrown(new Error('no')), setup({ failures }), noJitter));
  expect(steps).toMatchObject([
    { step: 'retry', delayMs: 1_000, failure: { message: 'no' } },
    { step: 'retry', delayMs: 2_000 },
    { step: 'bury', reason: { code: 'GRAFLOW_TASK_FAILED', failure: { message: 'no' } } },
  ]);
});

test('retries only the failures that the task lets be retried, by name or code', () => {
  const codeOfStep = (error: unknown, retry: RetryOptions) => decideSettlement(thrown(error), setup({ retry })).step;
  const reset = Object.assign(new Error('no'), { code: 'ECONNRESET' });
  expect(codeOfStep(reset, { only: ['ECONNRESET'] })).toBe('retry');
  expect(codeOfStep(new TypeError('no'), { only: ['ECONNRESET'] })).toBe('bury');
  expect(codeOfStep(new TypeError('no'), { except: ['TypeError'] })).toBe('bury');
});

test('buries for its timeout at once where timeouts are not retried', () => {
  const timeout = taskTimeout(10, 1);
  const run = setup({ abortReason: timeout, retry: { except: ['GRAFLOW_TASK_TIMEOUT'] } });
  expect(decideSettlement(thrown(timeout), run)).toMatchObject({ reason: { code: 'GRAFLOW_TASK_TIMEOUT' } });
});

test('does not count attempts that were lost or released', () => {
  const run = setup({ retry: { maxAttempts: 2 } });
  const released = { ...run, claim: { ...run.claim, attempt: 9 } };
  expect(decideSettlement(thrown(new Error('no')), released)).toMatchObject({ step: 'retry' });
});

test('buries for its timeout a task whose last attempt took too long', () => {
  const timeout = taskTimeout(10, 1);
  const run = setup({ abortReason: timeout, retry: { maxAttempts: 1 } });
  expect(decideSettlement(thrown(timeout), run)).toMatchObject({
    step: 'bury',
    reason: { code: 'GRAFLOW_TASK_TIMEOUT' },
  });
});

test('does not take the timeout of another task for its own', () => {
  const run = setup({ retry: { maxAttempts: 1 } });
  expect(decideSettlement(thrown(taskTimeout(10, 1)), run)).toMatchObject({ reason: { code: 'GRAFLOW_TASK_FAILED' } });
});

test('does not take a task that throws undefined for one that took too long', () => {
  const run = setup({ retry: { maxAttempts: 1 } });
  expect(decideSettlement(thrown(undefined), run)).toMatchObject({ reason: { code: 'GRAFLOW_TASK_FAILED' } });
});

test('buries at once what asks not to be retried, with the error it names', () => {
  expect(decideSettlement(thrown(doNotRetry(new TypeError('bad card'))), setup())).toMatchObject({
    step: 'bury',
    reason: { code: 'GRAFLOW_TASK_FAILED', failure: { name: 'TypeError', message: 'bad card' } },
  });
});

test('releases what asks to run later', () => {
  expect(decideSettlement(thrown(retryLater(5_000)), setup())).toEqual({
    step: 'release',
    cause: 'retry-later',
    delayMs: 5_000,
  });
});

test('releases a task that a stop aborted, whatever it throws', () => {
  const run = setup({ abortReason: workerStopped(), failures: 2 });
  expect(decideSettlement(thrown(new Error('aborted')), run)).toEqual({
    step: 'release',
    cause: 'stopping',
    delayMs: 0,
  });
});

test.each([
  'GRAFLOW_TASK_UNKNOWN',
  'GRAFLOW_STRATEGY_NOT_ACCEPTED',
  'GRAFLOW_MODULE_MISSING',
  'GRAFLOW_TASK_TOO_NEW',
  'GRAFLOW_RESOLVER_UNKNOWN',
  'GRAFLOW_REDIS_UNREACHABLE',
])('releases with a refusal what is not its own: %s', (code) => {
  expect(decideSettlement(unresolved(code), setup())).toMatchObject({
    step: 'release',
    cause: 'refused',
    delayMs: 1_000,
    refusal: { code },
  });
});

test.each(['GRAFLOW_ENVELOPE_INVALID', 'GRAFLOW_TASK_NOT_REVIVED', 'GRAFLOW_PAYLOAD_INVALID'])(
  'buries a record that no worker could resolve: %s',
  (code) => {
    expect(decideSettlement(unresolved(code), setup())).toMatchObject({
      step: 'bury',
      reason: { code: 'GRAFLOW_RECORD_INVALID', failure: { code } },
    });
  },
);
