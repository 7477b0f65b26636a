import type { TaskOptions } from '@graflow/resolver';
import { describe, expect, it } from 'vitest';
import { mergeTaskOptions } from './merge-task-options.ts';

describe('mergeTaskOptions', () => {
  it('puts what is given over the defaults, and leaves the rest', () => {
    const options = { timeoutMs: 2, strategy: undefined } as unknown as TaskOptions;
    expect(mergeTaskOptions({ timeoutMs: 1, strategy: 'pickle', priority: -1 }, options)).toEqual({
      timeoutMs: 2,
      strategy: 'pickle',
      priority: -1,
    });
  });

  it('accepts every option at its limits', () => {
    const options: TaskOptions = {
      strategy: 'source',
      taskId: 'a'.repeat(128),
      delayMs: 2 ** 48,
      runAt: new Date(8.64e15),
      priority: 2,
      timeoutMs: 1,
      retry: { maxAttempts: 1, minDelayMs: 0, maxDelayMs: 0, factor: 1, jitter: 0 },
      resultTtlMs: 0,
      dedup: { key: 'k'.repeat(256), windowMs: 1 },
    };
    expect(mergeTaskOptions(undefined, options)).toEqual(options);
  });

  it.each<[string, unknown]>([
    ['capture.maxBytes must be a whole number of bytes, got 1.5.', { capture: { maxBytes: 1.5 } }],
    [
      "capture.allowSecrets must be a list of captures, like ['smtp.pass'], got 'smtp.pass'.",
      { capture: { allowSecrets: 'smtp.pass' } },
    ],
    ['"allowSecret" is no option. Did you mean "allowSecrets"?', { capture: { allowSecret: [] } }],
    ["strategy must be one of reference, pickle, source, got 'json'.", { strategy: 'json' }],
    ['taskId must be an id like "order-17"', { taskId: 'a b' }],
    ['taskId must be an id like "order-17"', { taskId: '' }],
    ['delayMs must be whole milliseconds from 0, got -1.', { delayMs: -1 }],
    ["delayMs must be whole milliseconds from 0, got '5'.", { delayMs: '5' }],
    ['runAt must be a Date, or milliseconds since 1970, got Invalid Date.', { runAt: new Date('never') }],
    ['runAt must be a Date, or milliseconds since 1970, got Infinity.', { runAt: Infinity }],
    ['priority must be a whole number from -2 to 2, got 3.', { priority: 3 }],
    ['timeoutMs must be whole milliseconds from 1, got 0.', { timeoutMs: 0 }],
    ['resultTtlMs must be whole milliseconds from 0, got 0.5.', { resultTtlMs: 0.5 }],
    ["dedup.key must be a text of 1 to 256 characters, got ''.", { dedup: { key: '' } }],
    ['dedup.key must be a text of 1 to 256 characters, got undefined.', { dedup: {} }],
    ['dedup.windowMs must be whole milliseconds from 1, got 0.', { dedup: { key: 'a', windowMs: 0 } }],
    ['"window" is no option. Did you mean "windowMs"?', { dedup: { key: 'a', window: 1 } }],
    ["limitKey must be a text of 1 to 256 characters, got ''.", { limitKey: '' }],
    ['after must be a list of at most 1000 ids', { after: 'a' }],
    ['after must be a list of ids, like [handle.taskId], got {', { after: [{ taskId: 'a' }] }],
    ['taskId must be an id like "order-17"', { after: ['a b'] }],
    ['after must be without the id of the task itself', { after: ['a'], taskId: 'a' }],
    ['retry must be an object, got 3.', { retry: 3 }],
    ['"maxAttempt" is no option. Did you mean "maxAttempts"? Options: maxAttempts,', { retry: { maxAttempt: 3 } }],
    [
      '"timeoutMS" is no option. Did you mean "timeoutMs"? Options: strategy, taskId, delayMs, runAt, priority, timeoutMs,',
      { timeoutMS: 5 },
    ],
    ['"resolverID" is no option. Did you mean "resolverId"?', { resolverID: 'etl' }],
  ])('says: %s', (message, options) => {
    expect(() => mergeTaskOptions(undefined, options as TaskOptions)).toThrow(message);
    expect(() => mergeTaskOptions(undefined, options as TaskOptions)).toThrow(
      expect.objectContaining({ code: 'GRAFLOW_OPTION_INVALID' }),
    );
  });

  it('checks the defaults of task() too', () => {
    expect(() => mergeTaskOptions({ timeoutMs: -1 }, {})).toThrow('timeoutMs must be');
    expect(() => mergeTaskOptions({ resolverId: 'etl' } as TaskOptions, {})).toThrow('"resolverId" is no option.');
  });
});
