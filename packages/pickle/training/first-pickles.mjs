// What a first pickle and its reading mostly are: `node first-pickles.mjs <bundle>`. The build compiles together with the import what this runs.
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';

const { pickle, unpickle } = await import(process.argv[2]);
const values = createRequire(import.meta.url)('./values.cjs');

const factor = 3;
const settings = { currency: 'EUR', labels: ['net', 'gross'] };

class Greeter {
  constructor(name) {
    this.name = name;
  }

  greet(word) {
    return `${word} ${this.name} ${settings.currency}`;
  }
}

const digest = async (text) => createHash('sha256').update(text).digest('hex');

async function handle(order, { retries = 3 } = {}) {
  const greeter = new Greeter(order.name);
  let attempt = 0;
  while (attempt < retries) {
    attempt += 1;
    try {
      for (const [item, { count }] of Object.entries(order.lines)) if (count > factor) return { item, attempt };
      return { text: greeter.greet('hi'), hash: await digest(order.name), attempt };
    } catch (error) {
      if (attempt === retries) throw error;
    }
  }
  return undefined;
}

for (const fn of [handle, ...values.functions]) await unpickle(JSON.parse(JSON.stringify(pickle(fn))));
