/** Plays scenarios of faults: `pnpm faults`. Prints a line for each, and ends with the sum; exits by it. */
import { optionsOf } from './options.ts';
import { playAll } from './play-all.ts';
import { keepResults } from './report/keep-results.ts';
import { isGood, lineOf } from './report/line-of.ts';
import { summaryOf } from './report/summary-of.ts';
import { scenarios } from './scenarios/index.ts';
import { graflow } from './subjects/graflow.ts';

const options = optionsOf(process.argv.slice(2));
const { numbers, ci, subject } = options;
const playable = scenarios.filter(({ hasRival = false }) => subject === graflow || hasRival);
const chosen = playable.filter(({ number, inCi, takesLong }) =>
  numbers ? numbers.some((wanted) => wanted === number || wanted === Math.floor(number)) : inCi || !(ci || takesLong),
);
const played = await playAll(chosen, options, (...results) => console.log(lineOf(...results)));
if (options.keep) keepResults(subject.name, played);
const results = [...played.values()].flat();
console.log(summaryOf(chosen.length, results));
process.exit(results.length > 0 && results.every(isGood) ? 0 : 1);
