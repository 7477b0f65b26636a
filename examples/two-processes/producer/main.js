import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { RedisTaskQueue } from '@graflow/queue-redis';
import { parsePrices } from '../worker/tasks.mjs';

const table = new URL('../data/stocks.csv', import.meta.resolve('vega-datasets'));
const csv = await readFile(table, 'utf8');

// Tasks are signed with the key of GRAFLOW_KEY, which the workers know too.
const queue = new RedisTaskQueue({ url: process.env.REDIS_URL });
const run = async (...task) => (await queue.enqueue(...task)).result();

// By reference: the name "parsePrices" travels. The workers have loaded a module that exports it.
const prices = await run(parsePrices, [csv]);
console.log(`reference  ${prices.length} prices, the first is ${prices[0].company} at ${prices[0].price}`);

// By value: the function travels, and with it the class and the number that it captures. The workers know none of them.
const startPrice = 100;

class Share {
  #first;
  #last;

  note(price) {
    this.#first ??= price;
    this.#last = price;
    return this;
  }

  get worth() {
    return Math.round((startPrice * this.#last) / this.#first);
  }
}

const growth = (prices) => {
  const shares = new Map();
  for (const { company, price } of prices) shares.set(company, (shares.get(company) ?? new Share()).note(price));
  return new Map([...shares].map(([company, share]) => [company, share.worth]));
};

for (const [company, worth] of await run(growth, [prices], { strategy: 'pickle' })) {
  console.log(`pickle     ${company} turned ${startPrice} into ${worth}`);
}

// By source: the text of the function travels, and nothing else. What it captured would be refused here.
const highest = await run((prices) => prices.reduce((best, row) => (row.price > best.price ? row : best)), [prices], {
  strategy: 'source',
});
console.log(`source     the highest price was ${highest.price} (${highest.company}, ${highest.date})`);

// Who did it? Each worker runs one task at a time, so two slow ones at once go to two workers.
const slowly = async () => (await setTimeout(50), process.pid);
const workers = new Set();
while (workers.size < 2) {
  const pids = await Promise.all([slowly, slowly].map((task) => run(task, [], { strategy: 'pickle' })));
  for (const pid of pids) workers.add(pid);
}
console.log(`${workers.size} processes did it, ${workers.has(process.pid) ? 'this one too' : 'and not this one'}`);

await queue.close();
