/** Plays scenarios of faults: `pnpm faults`. Prints a line for each, and ends with the sum; exits by it. */
import { optionsOf } from './options.ts';
import { playAll } from './play-all.ts';
import { isGood, lineOf } from './report/line-of.ts';
import { summaryOf } from './report/summary-of.ts';
import { scenarios } from './scenarios/index.ts';

const options = optionsOf(process.argv.slice(2));
const { numbers, ci } = options;
const chosen = scenarios.filter(({ number, inCi, takesLong }) =>
  numbers ? numbers.some((wanted) => wanted === number || wanted === Math.floor(number)) : inCi || !(ci || takesLong),
);
const results = await playAll(chosen, options, (...played) => console.log(lineOf(...played)));
console.log(summaryOf(chosen.length, results));
process.exit(results.length > 0 && results.every(isGood) ? 0 : 1);
