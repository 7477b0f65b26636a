import type { LackingModule } from '../lack.ts';
import { compareVersions } from '../modules/compare-versions.ts';
import { packageNamed } from '../modules/package-folder.ts';
import { lackingModule } from './lacking-module.ts';
import type { NeededModule } from './needed-modules.ts';

/** The packages that are here in another major version than the pickle was made with; warns of lower minor ones. */
export function otherVersions(needed: readonly NeededModule[], folder: string): LackingModule[] {
  const others: LackingModule[] = [];
  for (const module of needed) {
    const { package: name, version: seen } = module;
    // Graflow's own packages come in the version of who reads, and know each other by shapes that have versions of their own.
    if (name === undefined || seen === undefined || name.startsWith('@graflow/')) continue;
    const here = packageNamed(name, folder)?.version;
    if (here === undefined) continue;
    const verdict = compareVersions(seen, here);
    if (verdict === 'older') warn(name, seen, here);
    if (verdict === 'incompatible')
      others.push({ ...lackingModule(module, `${here} is installed`), versionHere: here });
  }
  return others;
}

const warned = new Set<string>();

/** Says once of each package that what was written for a newer version may lack something. */
function warn(name: string, seen: string, here: string): void {
  if (warned.has(name)) return;
  warned.add(name);
  process.emitWarning(`A pickle was made with ${name} ${seen}; ${here} is installed, and may lack what it uses.`, {
    type: 'PickleWarning',
    code: 'GRAFLOW_PICKLE_MODULE_OLDER',
  });
}
