import { defaultRegistry } from '@graflow/registry';
import { expect, test } from 'vitest';
import { type InMemoryTaskQueueOptions, settingsOf } from './queue-options.ts';

test('has a default for everything', () => {
  expect(settingsOf({})).toMatchObject({
    name: 'default',
    maxLostLeases: 3,
    leaseMs: Infinity,
    serialize: false,
    limits: {},
  });
  expect(settingsOf({}).binding).toMatchObject({
    registry: defaultRegistry,
    accept: ['reference', 'pickle', 'source'],
  });
});

test('counts leases only where they are not renewed', () => {
  expect(settingsOf({ leaseMs: 100 }).leaseMs).toBe(Infinity);
  expect(settingsOf({ leaseMs: 100, renewLeases: false }).leaseMs).toBe(100);
});

test.each<[InMemoryTaskQueueOptions, string]>([
  [{ name: 'two words' }, 'GRAFLOW_OPTION_INVALID'],
  [{ maxPayloadBytes: 0 }, 'GRAFLOW_OPTION_INVALID'],
  [{ maxLostLeases: 0 }, 'GRAFLOW_OPTION_INVALID'],
  [{ leaseMs: 0.5 }, 'GRAFLOW_OPTION_INVALID'],
  [{ strategy: 'copy' as never }, 'GRAFLOW_STRATEGY_UNKNOWN'],
  [{ registry: {} as never }, 'GRAFLOW_OPTION_INVALID'],
  [null as never, 'GRAFLOW_OPTION_INVALID'],
])('refuses %j', (options, code) => {
  expect(() => settingsOf(options)).toThrow(expect.objectContaining({ code }));
});

test('refuses a name that it does not know, and suggests the nearest', () => {
  expect(() => settingsOf({ leasMs: 5 } as never)).toThrow(
    '"leasMs" is no option. Did you mean "leaseMs"? Options: name,',
  );
});
