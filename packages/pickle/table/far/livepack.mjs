// Serializes programs with livepack, which must see all code through its hook. Run: node livepack.mjs <folder of the installation>
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { workThrough } from './tell.mjs';

const [folder] = process.argv.slice(2);
const load = createRequire(join(folder, 'package.json'));
load('livepack/register')({ esm: true, cache: false });
const { serialize } = load('livepack');
const open = (file) => createRequire(file)(file).cases;
await workThrough(({ name }, cases) => ({ text: serialize(cases[name], { format: 'cjs' }) }), open);
