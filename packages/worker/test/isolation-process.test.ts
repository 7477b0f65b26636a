import { expect, test } from 'vitest';
import { describeIsolation, setup } from './describe-isolation.ts';

describeIsolation('process');

test('a process that ends by native code takes no other task with it', async () => {
  const { run, failureOf } = await setup({ kind: 'process' });

  expect(await failureOf('abort')).toMatchObject({
    code: 'GRAFLOW_TASK_POISON',
    failure: { message: expect.stringContaining('SIGABRT') as string },
  });
  expect(await run('add', [1, 2])).toBe(3);
});
