import { startRedis } from '@graflow-tooling/redis-server';
import { expect, onTestFinished, test } from 'vitest';
import { type Bounds, leastBounds } from './bounds.ts';
import type { ChangeOfScript } from './changing-connection.ts';
import { explore } from './explore.ts';
import { RealQueue } from './real-queue.ts';
import { Rewound } from './redis-state.ts';

const check = async (bounds: Partial<Bounds>, change?: ChangeOfScript) => {
  const redis = await startRedis({ own: true });
  onTestFinished(() => redis.stop());
  using rewound = new Rewound(redis.url);
  using queue = new RealQueue({ client: rewound.client, change });
  return await explore({ queue, redis: rewound }, { ...leastBounds, tasks: 1, ...bounds });
};

/** A script in which something else stands in place of a few words, which must be there. */
const planted =
  (script: string, words: string, others: string): ChangeOfScript =>
  (lua) => {
    if (!lua.includes(`graflow ${script}/`)) return lua;
    if (!lua.includes(words)) throw new Error(`${script} does not say: ${words}`);
    return lua.replaceAll(words, others);
  };

test('goes every way that there is, and finds nothing wrong with the scripts as they are', async () => {
  const { states, steps, wrong } = await check({});
  expect(wrong).toEqual([]);
  expect(states).toBeGreaterThan(20);
  expect(steps).toBeGreaterThan(states);
});

interface Defect {
  readonly what: string;
  readonly change: ChangeOfScript;
  readonly bounds?: Partial<Bounds>;
  readonly found: string;
}

const defects: readonly Defect[] = [
  {
    what: 'an end of a lease that gives back what has left the claim',
    change: planted('settle', 'if runs_in(token, nth) then', 'if true then'),
    bounds: { tasks: 2 },
    found: 'it got idA, which did not wait',
  },
  {
    what: 'an end of a lease that gives nothing back',
    change: planted('settle', "redis.call('LPUSH', tag .. ':r:' .. string.sub(entry, 1, 1), id)", ''),
    found: 'at the end idA has no outcome',
  },
  {
    what: 'a renewal of a claim that is lost',
    change: planted('renew', "find_task(token, id) and 'y' or 'n'", "'y'"),
    found: 'a renewal was granted',
  },
  {
    what: 'a settle that is not recognised when it comes again',
    change: planted('settle', 'if gave_back == token then return true end', ''),
    bounds: { steps: ['retry'], failures: 1, resends: true },
    found: 'it was told n, not y',
  },
  {
    what: 'a short way on which a claim ends twice',
    change: planted('settle-plain', "if letters[nth] ~= RUNS then return 'not plain' end", ''),
    bounds: { tasks: 2, resends: true },
    found: 'it changed something',
  },
  {
    what: 'a cancel that leaves the claim valid',
    change: planted('cancel', 'leave_claim(token, nth, id)\n    tell_holder', 'tell_holder'),
    bounds: { cancels: true },
    found: 'idA runs in 1000001, not in none',
  },
  {
    what: 'a holder that was heard of and counts as dead',
    change: planted('settle', "return lost - (redis.call('HGET', tag .. ':alive', id) or 0)", 'return lost'),
    bounds: { losses: 2 },
    found: 'GRAFLOW_TASK_POISON',
  },
  {
    what: 'a fact that stays of a task which has ended',
    change: planted('settle', 'is_plain = false', ''),
    found: 'idA has ended, and is not forgotten',
  },
  {
    what: 'a task of a claim that is counted for ever',
    change: planted('settle-plain', "redis.call('HINCRBY', tag .. ':open', '*', -letters.left)", ''),
    found: '1 of 0 running tasks are counted',
  },
  {
    what: 'a task that waits, and nobody is woken',
    change: planted('settle-plain', "redis.call('RPUSH', tag .. ':m', '1')", ''),
    bounds: { tasks: 2, crashes: 0, losses: 0 },
    found: 'nobody would wake up',
  },
];

test.each(defects)('finds $what', async ({ change, bounds = {}, found }) => {
  const { wrong } = await check(bounds, change);
  expect(wrong.join('\n')).toContain(found);
});
