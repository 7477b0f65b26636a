// @ts-check
/**
 * Runs turbo with what it cannot see by itself: which Node and which Redis the tests ran on. Without that it would
 * replay the result of one Node version on another.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const redis = /v=(\S+)/.exec(String(spawnSync('redis-server', ['--version']).stdout))?.[1] ?? 'none';

const turbo = fileURLToPath(new URL('../../node_modules/.bin/turbo', import.meta.url));
const { status, error } = spawnSync(turbo, ['run', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, GRAFLOW_RUNTIME: `node ${process.version}, redis ${redis}`, TURBO_TELEMETRY_DISABLED: '1' },
});
if (error) throw error;
process.exitCode = status ?? 1;
