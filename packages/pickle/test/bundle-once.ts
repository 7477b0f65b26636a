import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundlePickle } from './far-side.ts';

/** Bundles the package once for all tests that run it in other processes, and again when tests run again. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'graflow-pickle-'));
  await bundlePickle(folder);
  project.onTestsRerun(() => bundlePickle(folder));
  process.env['GRAFLOW_PICKLE_BUNDLE'] = join(folder, 'pickle.mjs');
  return () => rmSync(folder, { recursive: true, force: true });
}
