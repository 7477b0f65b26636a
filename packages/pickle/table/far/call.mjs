// Calls programs where they are. Run: node call.mjs <module with showResult>
import { pathToFileURL } from 'node:url';
import { workThrough } from './tell.mjs';

const [shower] = process.argv.slice(2);
const { showResult } = await import(pathToFileURL(shower).href);
const open = async (file) => (await import(pathToFileURL(file).href)).cases;
await workThrough(async ({ name }, cases) => ({ there: await showResult(cases[name]) }), open);
