// Serializes programs with Pulumi. Run: node pulumi.mjs <folder of the installation>
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { workThrough } from './tell.mjs';

const [folder] = process.argv.slice(2);
const { runtime } = createRequire(join(folder, 'package.json'))('@pulumi/pulumi');
const open = async (file) => (await import(pathToFileURL(file).href)).cases;
await workThrough(async ({ name }, cases) => {
  const { text, exportName } = await runtime.serializeFunction(cases[name]);
  return { text: `${text}\nmodule.exports = exports.${exportName};` };
}, open);
