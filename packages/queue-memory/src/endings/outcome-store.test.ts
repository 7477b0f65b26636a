import { expect, test } from 'vitest';
import { OutcomeStore } from './outcome-store.ts';
import { Timeouts } from '../time/timeouts.ts';

const setup = () => new OutcomeStore({}, new Timeouts());
const done = { ok: true, value: 'done', attempt: 1 } as const;

test('forgets each outcome at its time', async () => {
  const store = setup();
  store.settle(store.of('short'), done, 100);
  store.settle(store.of('long'), done, 200);
  expect(store.nearest).toBe(100);
  store.forget(150);
  expect(store.find('short')).toBeUndefined();
  expect(await store.of('long').result({})).toBe('done');
  expect(store.nearest).toBe(200);
});

test('keeps nothing of an id that somebody asked for in vain', async () => {
  const store = setup();
  const stop = new AbortController();
  const waits = [1, 2].map(() => store.of('unknown').result({ signal: stop.signal }));
  const short = store.of('unknown').result({ timeoutMs: 1 });
  await expect(short).rejects.toMatchObject({ code: 'GRAFLOW_RESULT_TIMEOUT' });
  expect(store.find('unknown')).toBeDefined();
  stop.abort(new Error('enough'));
  for (const wait of waits) await expect(wait).rejects.toThrow('enough');
  expect(store.find('unknown')).toBeUndefined();
});

test('tells many who wait, each once', async () => {
  const store = setup();
  const waits = Array.from({ length: 1_000 }, () => store.of('task').result({ timeoutMs: 60_000 }));
  store.settle(store.of('task'), done, 100);
  expect(new Set(await Promise.all(waits))).toEqual(new Set(['done']));
});
