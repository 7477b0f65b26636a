// @ts-check
/**
 * Runs all that CI asks besides the tests, each as the script of that name in the root: `pnpm check`.
 *
 * Shows the output of what failed only, and ends with `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process';

const checks = [
  'build',
  'format:check',
  'lint',
  'typecheck',
  'unused',
  'versions',
  'graph:check',
  'changeset:check',
  'api:check',
  'pack-check',
  'examples',
  'faults',
];

// The first check builds; where that was told to use no cache, those that need the builds may still use these.
const { TURBO_FORCE: _, ...env } = process.env;

const failed = checks.filter((check) => {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync('pnpm', ['--silent', check, ...(check === 'faults' ? ['--ci'] : [])], {
    encoding: 'utf8',
    maxBuffer: 1e8,
    env: check === 'build' ? process.env : env,
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${check} (${seconds} s)`);
  if (status !== 0) console.log(`${stdout}${stderr}`.replaceAll(/^/gm, '    '));
  else if (check === 'faults') console.log(stdout);
  else if (check === 'pack-check') console.log(stdout.slice(stdout.indexOf('ok ')));
  return status !== 0;
});

console.log(`${checks.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;
