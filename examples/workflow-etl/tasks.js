import { readFile } from 'node:fs/promises';

/** Extracts a table of the package vega-datasets. */
export async function extract(file) {
  const [header, ...lines] = (await readFile(tableOf(file), 'utf8')).trim().split('\n');
  const columns = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [columns[index], cell])));
}

/** Transforms: the rain of each city in each year, in millimetres. */
export function rainByYear(days) {
  const rain = new Map();
  for (const { location, date, precipitation } of days) {
    const key = `${location} ${date.slice(0, 4)}`;
    rain.set(key, (rain.get(key) ?? 0) + Number(precipitation));
  }
  return rain;
}

/** Transforms, at the same time: the warmest day of each city in each year. */
export function warmestByYear(days) {
  const warmest = new Map();
  for (const { location, date, temp_max } of days) {
    const key = `${location} ${date.slice(0, 4)}`;
    const celsius = Number(temp_max);
    if (celsius > (warmest.get(key)?.celsius ?? -Infinity)) warmest.set(key, { date: new Date(date), celsius });
  }
  return warmest;
}

/** Loads both into a small table. */
export function report(rain, warmest) {
  const rows = [...rain].map(([key, millimetres]) => {
    const { date, celsius } = warmest.get(key);
    return `${key.padEnd(14)} ${millimetres.toFixed(0).padStart(7)}   ${celsius.toFixed(1)} on ${date.toISOString().slice(5, 10)}`;
  });
  return ['city and year  rain mm   warmest day', ...rows].join('\n');
}

const tableOf = (file) => new URL(`../data/${file}`, import.meta.resolve('vega-datasets'));
