// Measures one serializer on one function in a process of its own and prints the numbers as JSON:
// node measure.cjs <subject.cjs> <functions.cjs> <case> [elsewhere]

const median = (values) => values.toSorted((left, right) => left - right)[values.length >> 1];

async function timed(run) {
  const start = performance.now();
  const value = await run();
  return { value, ms: performance.now() - start };
}

/** The median of so many runs, or of as many as half a second has room for. */
async function medianOf(rounds, run) {
  const times = [];
  const end = performance.now() + 500;
  while (times.length < rounds && (times.length < 3 || performance.now() < end)) times.push((await timed(run)).ms);
  return median(times);
}

async function measure(subject, { fn, args, pass, change }, elsewhere) {
  const loaded = await timed(subject.load);
  const { write, read } = loaded.value;
  const call = elsewhere ? () => write(fn) : () => pass(write);
  const cold = await timed(call);
  await timed(call);
  const warm = await medianOf(15, call);
  const changed = change && (await medianOf(16, () => (change(), call())));
  const hot = await medianOf(500, call);
  const readCold = await timed(() => read(cold.value));
  const readWarm = await medianOf(15, () => read(cold.value));
  const [here, there] = [await fn(...args), await readCold.value(...args)];
  if (JSON.stringify(here) !== JSON.stringify(there)) throw new Error('it came back as another function');
  return {
    'import ms': loaded.ms,
    'cold ms': cold.ms,
    'warm ms': warm,
    ...(change ? { 'changed ms': changed } : {}),
    'hot ms': hot,
    'read cold ms': readCold.ms,
    'read warm ms': readWarm,
    ...subject.bytesOf(cold.value),
  };
}

async function main([subjectFile, functionsFile, name, elsewhere]) {
  const subject = require(subjectFile);
  subject.prepare?.();
  const { cases } = require(functionsFile);
  console.log(JSON.stringify(await measure(subject, cases[name], elsewhere === 'elsewhere')));
}

void main(process.argv.slice(2)).then(() => process.exit(0));
