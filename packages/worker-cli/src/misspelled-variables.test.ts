import { expect, test } from 'vitest';
import { memoryIo } from '../test/memory-io.ts';
import { misspelledVariables } from './misspelled-variables.ts';

const find = (...names: string[]) =>
  misspelledVariables(memoryIo([], { env: Object.fromEntries(names.map((name) => [name, 'x'])) }));

test('finds variables that are almost ours', () => {
  expect(find('GRAFLOW_CONCURENCY', 'GRAFLOW_QUEUE')).toEqual([
    { name: 'GRAFLOW_CONCURENCY', nearest: 'GRAFLOW_CONCURRENCY' },
    { name: 'GRAFLOW_QUEUE', nearest: 'GRAFLOW_QUEUES' },
  ]);
});

test('leaves alone what is ours, what Kubernetes sets for a service named graflow, and everything else', () => {
  expect(find('GRAFLOW_KEY', 'GRAFLOW_REDIS_URL', 'REDIS_URL', 'PATH')).toEqual([]);
  expect(find('GRAFLOW_PORT', 'GRAFLOW_SERVICE_HOST', 'GRAFLOW_SERVICE_PORT', 'GRAFLOW_PORT_6379_TCP_ADDR')).toEqual(
    [],
  );
});
