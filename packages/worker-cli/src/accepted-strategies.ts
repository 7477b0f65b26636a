import { type AcceptancePolicy, allStrategies, type KeyRing } from '@graflow/resolver';
import { unsignedCode } from './errors.ts';

/**
 * Decides which strategies this worker runs: what `--accept` says; else all with a key, and only references without.
 *
 * @throws CliError `GRAFLOW_UNSIGNED_CODE` for by-value or by-source tasks without a key.
 */
export function acceptedStrategies(accept: AcceptancePolicy | undefined, keys: KeyRing | undefined): AcceptancePolicy {
  if (accept === undefined) return keys === undefined ? ['reference'] : allStrategies;
  const code = accept.filter((strategy) => strategy !== 'reference');
  if (code.length > 0 && keys === undefined) throw unsignedCode(code);
  return accept;
}
