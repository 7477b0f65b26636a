// @ts-check
/**
 * Answers for the names of a scenario in place of DNS, in every thread of a process that imports it first: a line of the
 * file `FAULTS_NAMES` is an address and a name. A name of the domain `faults` that is not there is unknown. Plain
 * JavaScript, because it comes before whatever could read TypeScript.
 */
import dns from 'node:dns';
import { readFileSync } from 'node:fs';

const lookUp = dns.lookup;

/** @param {string} name @returns {string | undefined} */
const addressOf = (name) => {
  const lines = readFileSync(String(process.env.FAULTS_NAMES), 'utf8').split('\n');
  return lines.map((line) => line.split(' ')).find(([, known]) => known === name)?.[0];
};

/** @param {string} name @param {any} options @param {any} [answer] */
const lookUpHere = (name, options, answer = options) => {
  if (!name.endsWith('.faults')) return lookUp(name, options, answer);
  const address = addressOf(name);
  const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), {
    code: 'ENOTFOUND',
    syscall: 'getaddrinfo',
  });
  process.nextTick(() => {
    if (address === undefined) answer(error);
    else if (options?.all) answer(null, [{ address, family: 4 }]);
    else answer(null, address, 4);
  });
};
Object.assign(dns, { lookup: lookUpHere });
