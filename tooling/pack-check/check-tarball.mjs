// @ts-check
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { command } from './command.mjs';

/**
 * What publint and attw say of a tarball.
 *
 * @param {string} tarball
 * @returns {Promise<readonly string[]>} the problems
 */
export const checkTarball = async (tarball) => [...(await publishes(tarball)), ...(await resolves(tarball))];

const publishes = async (/** @type {string} */ tarball) => {
  const { buffer } = new Uint8Array(await readFile(tarball));
  const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true });
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`);
};

const attw = fileURLToPath(new URL('node_modules/.bin/attw', import.meta.url));

const resolves = async (/** @type {string} */ tarball) => {
  const { ok, output } = await command(attw, [tarball, '--profile', 'esm-only', '--no-color', '--no-emoji']);
  return ok ? [] : [`attw: ${output}`];
};
