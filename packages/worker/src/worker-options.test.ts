import { InMemoryTaskQueue } from '@graflow/queue-memory';
import { expect, test } from 'vitest';
import { checkWorkerOptions, type WorkerOptions } from './worker-options.ts';

const queue = new InMemoryTaskQueue();

test('takes modules and a registry', () => {
  const registry = { get: () => {} } as never;
  expect(checkWorkerOptions({ queue, resolverModules: ['./tasks.ts'], registry })).toMatchObject({
    resolverModules: ['./tasks.ts'],
    registry,
  });
});

test.each<[unknown, string]>([
  [{ queue, concurency: 5 }, '"concurency" is no option. Did you mean "concurrency"? Options: queue, queues,'],
  [undefined, 'options must be an object, got undefined.'],
  [queue, '"name" is no option.'],
  [{ queue, resolverModules: './tasks.ts' }, 'resolverModules must be a list of paths, file: URLs or package names'],
  [{ queue, resolverModules: [5] }, 'resolverModules must be a list'],
  [{ queue, registry: {} }, 'registry must be a TaskResolverRegistry, got {}.'],
])('refuses %o', (options, message) => {
  expect(() => checkWorkerOptions(options as WorkerOptions)).toThrow(
    expect.objectContaining({ code: 'GRAFLOW_OPTION_INVALID', message: expect.stringContaining(message) as string }),
  );
});
