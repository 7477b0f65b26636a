// @ts-check
/** Makes sure that the fault of a slow disk finds strace, which holds up what a process asks of the kernel. */
import { spawnSync } from 'node:child_process';
import { ensure } from './install.mjs';

ensure({
  what: 'No strace',
  isThere: () => spawnSync('strace', ['--version']).status === 0,
  packages: { 'apt-get': 'strace', dnf: 'strace', apk: 'strace' },
  otherwise: 'open https://strace.io',
  complaint: (remedy) => `
The scenario with a slow disk needs strace. Run

  ${remedy}
`,
});
