import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pickle, unpickle } from '../src/index.ts';
import { callAll, randomProgram, runProgram } from './random-program.ts';

// One pickle of many programs needs one snapshot of the heap.
const programs = fc.array(randomProgram, { minLength: 20, maxLength: 40, size: 'max' });

const runs = Number(process.env['PICKLE_RANDOM_RUNS'] ?? 2);

test('the functions of any program do there what they do here', async () => {
  await fc.assert(
    fc.asyncProperty(programs, async (list) => {
      const here = list.map(runProgram);
      for (const [index, functions] of here.entries()) callAll(functions, list[index]?.before ?? []);
      const there = await unpickle<unknown[][]>(JSON.parse(JSON.stringify(pickle(here))) as ReturnType<typeof pickle>);
      for (const [index, { text, after }] of list.entries())
        expect({ text, given: callAll(there[index] ?? [], after) }).toEqual({
          text,
          given: callAll(here[index] ?? [], after),
        });
    }),
    { numRuns: runs },
  );
}, 600_000);
