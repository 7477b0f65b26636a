import { describe, expect, it } from 'vitest';
import { checkPrefix, checkQueueName, checkResolverId, checkTaskId } from './names.ts';

describe.each([
  [
    'queue',
    checkQueueName,
    ['mail', 'mail-2', 'a.b_c', 'x'.repeat(64)],
    ['', 'a:b', '{a}', 'a b', '-a', 'x'.repeat(65)],
  ],
  ['prefix', checkPrefix, ['shop', 'shop:eu'], ['', '{a}', 'a b', ':a', 'x'.repeat(65)]],
  ['resolverId', checkResolverId, ['default', '2026-etl', 'x'.repeat(128)], ['', 'a/b', 'a:b', 'x'.repeat(129)]],
  [
    'taskId',
    checkTaskId,
    ['order-17', '-_.', 'x'.repeat(128), 'order-17~customer-5'],
    ['', 'a:b', '{a}', 'a\n', 'ä', 'x'.repeat(129), '~a', 'a~', 'a~b~c'],
  ],
])('a %s', (option, check, good, bad) => {
  it.each(good)('may be %j', (name) => {
    expect(check(name)).toBe(name);
  });

  it.each(bad)('may not be %j', (name) => {
    expect(() => check(name)).toThrow(
      expect.objectContaining({
        code: 'GRAFLOW_OPTION_INVALID',
        details: expect.objectContaining({ option }) as unknown,
      }),
    );
  });
});
