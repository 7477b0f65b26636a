// What grows: large values, many closures, many pickles. Run with --expose-gc; prints JSON.
import { pickle } from '@graflow/pickle';

const bytes = new Uint8Array(2 ** 20).map((_, index) => index);
const numbers = Array.from({ length: 100_000 }, (_, index) => index * 1.5);

function chain(length) {
  let last = () => 0;
  for (let index = 0; index < length; index += 1) {
    const next = last;
    last = () => next() + 1;
  }
  return last;
}

function fastest(run) {
  return Math.min(
    ...Array.from({ length: 3 }, () => {
      const start = performance.now();
      run();
      return performance.now() - start;
    }),
  );
}

function memoryAfter(count) {
  let state = 0;
  for (let index = 0; index < count; index += 1) pickle(() => (state += index));
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, rss } = process.memoryUsage();
  return { 'heap MB': heapUsed / 2 ** 20, 'resident MB': rss / 2 ** 20 };
}

const limits = {
  '1 MiB Uint8Array, ms': fastest(() => pickle(bytes)),
  '100,000 numbers, ms': fastest(() => pickle(numbers)),
  '1,000 chained closures, ms': fastest(() => pickle(chain(1_000))),
  '3,000 chained closures, ms': fastest(() => pickle(chain(3_000))),
};
const memory = {
  'after 1,000 pickles': memoryAfter(1_000),
  'after 11,000': memoryAfter(10_000),
};
console.log(JSON.stringify({ limits, memory }));
