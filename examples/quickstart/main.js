import { readFile } from 'node:fs/promises';
import { InMemoryTaskQueue } from '@graflow/queue-memory';
import { Worker } from '@graflow/worker';

// Load: 5,000 flights of the spring of 2001.
const table = new URL('../data/flights-5k.json', import.meta.resolve('vega-datasets'));
const flights = JSON.parse(await readFile(table, 'utf8'));

// A queue in memory that keeps every task as Redis would keep it, and a worker that runs four at a time.
const queue = new InMemoryTaskQueue({ strategy: 'pickle', serialize: true });
const worker = new Worker({ queue, concurrency: 4 });
await worker.start();

// Transform: a task for each thousand flights. A task is a function; what it captures travels with it.
const lateAfterMinutes = 15;

function countByAirport(flights) {
  const airports = new Map();
  for (const { origin, delay } of flights) {
    const { departures = 0, late = 0 } = airports.get(origin) ?? {};
    airports.set(origin, { departures: departures + 1, late: late + (delay > lateAfterMinutes ? 1 : 0) });
  }
  return airports;
}

const thousands = [0, 1, 2, 3, 4].map((index) => flights.slice(index * 1_000, (index + 1) * 1_000));
const handles = await Promise.all(thousands.map((rows) => queue.enqueue(countByAirport, [rows])));
const parts = await Promise.all(handles.map((handle) => handle.result()));

// Reduce: one task for all parts.
function busiest(parts, count) {
  const total = new Map();
  for (const [airport, { departures, late }] of parts.flatMap((part) => [...part])) {
    const sum = total.get(airport) ?? { airport, departures: 0, late: 0 };
    total.set(airport, { airport, departures: sum.departures + departures, late: sum.late + late });
  }
  return [...total.values()].toSorted((a, b) => b.departures - a.departures).slice(0, count);
}

const reduced = await queue.enqueue(busiest, [parts, 8]);

console.log('airport  departures  late');
for (const { airport, departures, late } of await reduced.result()) {
  const percent = Math.round((100 * late) / departures);
  console.log(`${airport}      ${String(departures).padStart(10)}  ${String(percent).padStart(3)}%`);
}

await worker.stop();
await queue.close();
