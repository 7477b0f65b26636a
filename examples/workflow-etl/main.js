import { RedisTaskQueue } from '@graflow/queue-redis';
import { chain, ExecutionContext, parallel, workflow } from '@graflow/workflow';
import { extract, rainByYear, report, warmestByYear } from './tasks.js';

const etl = workflow('weather', chain(extract, parallel(rainByYear, warmestByYear), report));

// Without a queue the tasks run in this process; with one, on its workers. Nothing else changes.
const queue = process.argv.includes('--redis') ? new RedisTaskQueue({ url: process.env.REDIS_URL }) : undefined;
const context = new ExecutionContext({ queue });

console.log(queue ? 'Over Redis' : 'In this process');
console.log(await context.run(etl, ['weather.csv']));

await context.close();
await queue?.close();
