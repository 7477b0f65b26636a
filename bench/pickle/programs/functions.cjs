// The five functions that every serializer gets; CommonJS, as livepack's hook and Pulumi's way to find modules need it.
const lodash = require('lodash');

const trivial = (n) => n + 1;

const factor = 3;
const label = 'total';
const exact = true;
const settings = { currency: 'EUR', digits: 2, labels: ['net', 'gross'] };
const primitives = (n) =>
  `${label} ${exact ? n * factor : n} ${settings.currency} ${settings.labels[settings.digits - 1]}`;

class Greeter {
  constructor(name) {
    this.name = name;
  }

  greet(word) {
    return `${word} ${this.name}`;
  }
}
const usesClass = (name) => new Greeter(name).greet('hi');

const usesPackage = (list) => lodash.chunk(list, 2).length;

class Inventory {
  constructor() {
    this.stock = new Map();
  }

  add(item, count) {
    this.stock.set(item, (this.stock.get(item) ?? 0) + count);
    return this;
  }

  has(item, count) {
    return (this.stock.get(item) ?? 0) >= count;
  }
}
const rates = { standard: 0.19, reduced: 0.07 };
const maximum = 500;
const round = (value) => Math.round(value * 100) / 100;
async function handleOrder(order, { retries = 3, dryRun = false } = {}) {
  const inventory = new Inventory();
  for (const { item, count } of order.stock) inventory.add(item, count);
  const missing = order.lines.filter(({ item, count }) => !inventory.has(item, count));
  if (missing.length > 0) {
    return { state: 'waiting', missing: missing.map(({ item }) => item) };
  }
  let net = 0;
  let tax = 0;
  for (const { price, count, reduced } of order.lines) {
    const amount = price * count;
    net += amount;
    tax += amount * (reduced ? rates.reduced : rates.standard);
  }
  const total = round(net + tax);
  if (total > maximum) {
    return { state: 'review', total };
  }
  let attempt = 0;
  while (attempt < retries) {
    attempt += 1;
    try {
      if (!dryRun) await Promise.resolve(total);
      return { state: 'paid', total, attempt };
    } catch (error) {
      if (attempt === retries) throw error;
    }
  }
  return { state: 'failed', total, attempt };
}

const order = {
  stock: [{ item: 'pen', count: 5 }],
  lines: [{ item: 'pen', count: 2, price: 10, reduced: false }],
};

/** Each function, arguments for it, a call of a serializer in the same file, as it stands in most programs, and what changes something that it captured. */
exports.cases = {
  'trivial arrow': { fn: trivial, args: [41], pass: (write) => write(trivial) },
  '3 primitives + an object': {
    fn: primitives,
    args: [14],
    pass: (write) => write(primitives),
    change: () => void (settings.digits = 3 - settings.digits),
  },
  'captures a class with a method': {
    fn: usesClass,
    args: ['Ada'],
    pass: (write) => write(usesClass),
    change: () => void (Greeter.made = 1 - (Greeter.made ?? 0)),
  },
  'uses lodash by module reference': { fn: usesPackage, args: [[1, 2, 3]], pass: (write) => write(usesPackage) },
  '28-line job handler + class + 3 captures': {
    fn: handleOrder,
    args: [order],
    pass: (write) => write(handleOrder),
    change: () => void (rates.reduced = 0.12 - rates.reduced),
  },
};
