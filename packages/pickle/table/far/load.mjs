// Loads CommonJS texts, and calls what they export. Run: node load.mjs <folder to put them into> <module with showResult>
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { workThrough } from './tell.mjs';

const [folder, shower] = process.argv.slice(2);
const require = createRequire(join(folder, 'loads.js'));
const { showResult } = await import(pathToFileURL(shower).href);
let count = 0;
await workThrough(async ({ text }) => {
  const file = join(folder, `text-${process.pid}-${++count}.cjs`);
  writeFileSync(file, text);
  let fn;
  try {
    fn = require(file);
  } catch (error) {
    return { there: `does not load: ${error?.message}` };
  }
  return { there: await showResult(fn) };
});
