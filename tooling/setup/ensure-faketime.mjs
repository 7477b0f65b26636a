// @ts-check
/** Makes sure that the faults of clocks find libfaketime, which moves the calendar of a process. Prints where it is. */
import { existsSync } from 'node:fs';
import { ensure } from './install.mjs';

/** Where packages put it. */
const places = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib64/faketime/libfaketime.so.1',
  '/usr/lib/faketime/libfaketime.so.1',
];
const found = () => places.find((place) => existsSync(place));

ensure({
  what: 'No libfaketime',
  isThere: () => found() !== undefined,
  packages: { 'apt-get': 'libfaketime', dnf: 'libfaketime', apk: 'libfaketime' },
  otherwise: 'open https://github.com/wolfcw/libfaketime',
  complaint: (remedy) => `
Scenarios with wrong clocks need libfaketime. Run

  ${remedy}
`,
});
if (found()) console.log(found());
