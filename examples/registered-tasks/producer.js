import { RedisTaskQueue } from '@graflow/queue-redis';
import { TaskResolverRegistry } from '@graflow/registry';
import { TaskResolver } from '@graflow/resolver';
import { TaskSpec } from '@graflow/taskspec';

// Both sides agree on the id `etl`. Only the worker has tasks under it: this process never imports tasks.ts.
const registry = new TaskResolverRegistry();
registry.register('etl', new TaskResolver());
const queue = new RedisTaskQueue({ url: process.env.REDIS_URL, registry, resolverId: 'etl' });

const run = async (name, ...args) => (await queue.enqueue(new TaskSpec({ name, args }))).result();

const years = [1972, 1976, 1980];
console.log(`miles per gallon  ${years.join('  ')}`);
for (const origin of await run('origins')) {
  const averages = await Promise.all(years.map((year) => run('cars/economy', origin, year)));
  console.log(origin.padEnd(16), ...averages.map((miles) => miles.toFixed(1).padStart(5)));
}

await queue.close();
