// @ts-check
import { execFile } from 'node:child_process';

/**
 * Runs a command and returns its output; a failure is an answer here, not an exception.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd?: string }} [options]
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export const command = (file, args, options = {}) =>
  new Promise((resolve) => {
    execFile(file, args, { ...options, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      resolve({ ok: error === null, output: `${stdout}${stderr}`.trim() || (error?.message ?? '') });
    });
  });
