// Functions of a CommonJS file, for first-pickles.mjs.
const { join } = require('node:path');
const { parse } = require('acorn');

const factor = 3;
const label = 'total';
const exact = true;
const settings = { currency: 'EUR', digits: 2, labels: ['net', 'gross'] };

class Stock {
  constructor() {
    this.items = new Map();
  }

  add(item, count) {
    this.items.set(item, (this.items.get(item) ?? 0) + count);
    return this;
  }
}

const round = (value) => Math.round(value * 100) / 100;

exports.functions = [
  (n) => n + 1,
  (n) => `${label} ${exact ? n * factor : n} ${settings.currency} ${settings.labels[settings.digits - 1]}`,
  (name) => new Stock().add(name, round(1.234)).items.size,
  (list) => list.map((text) => parse(text, { ecmaVersion: 2022 }).type),
  function named(...names) {
    return join(...names);
  },
];
