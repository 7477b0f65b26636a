import type { PickleWarning } from './errors.ts';
import { processWide } from './process-wide.ts';

/** Warns of what travels and perhaps should not, once for each name in the life of a process. */
export function warnOnce(warnings: readonly PickleWarning[]): void {
  const warned = processWide('warned', () => new Set<string>());
  for (const { path, name, reason } of warnings) {
    if (warned.has(name)) continue;
    warned.add(name);
    process.emitWarning(`${path}: ${reason}.`, {
      type: 'GraflowWarning',
      code: 'GRAFLOW_SECRET_NAME',
      detail: `Name it in { allowSecrets: [${JSON.stringify(name)}] }, or read it where the function runs.`,
    });
  }
}
