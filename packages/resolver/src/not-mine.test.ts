import { describe, expect, it } from 'vitest';
import { isNotMine } from './not-mine.ts';

describe('isNotMine', () => {
  it.each([
    'GRAFLOW_TASK_UNKNOWN',
    'GRAFLOW_STRATEGY_NOT_ACCEPTED',
    'GRAFLOW_MODULE_MISSING',
    'GRAFLOW_ENVELOPE_VERSION',
    'GRAFLOW_TASK_TOO_NEW',
    'GRAFLOW_RESOLVER_UNKNOWN',
  ])('says of %s that another worker may run the task', (code) => {
    expect(isNotMine(Object.assign(new Error('of another copy'), { code }))).toBe(true);
  });

  it.each([
    { code: 'GRAFLOW_ENVELOPE_INVALID' },
    { code: 'GRAFLOW_TASK_NOT_REVIVED' },
    new Error('plain'),
    null,
    undefined,
    'text',
  ])('says of %j that it is bad', (error) => {
    expect(isNotMine(error)).toBe(false);
  });
});
