import type { CliError } from './errors.ts';
import type { CodedError, Explanation } from './explanation.ts';
import { exitCodes } from './exit-codes.ts';

type Explain = (error: CodedError) => Partial<Omit<Explanation, 'code'>>;

const { usage, noInput, unavailable, noPermission } = exitCodes;

/** Our own errors carry everything. */
const ownError: Explain = (error) => {
  const { details, exitCode } = error as unknown as CliError;
  return { ...details, exitCode };
};

/** By code: what the command line adds to an error, or says better; the rest is the message of the error. */
export const explanations: Readonly<Record<string, Explain>> = {
  GRAFLOW_USAGE: ownError,
  GRAFLOW_UNSIGNED_CODE: ownError,
  GRAFLOW_OPTION_INVALID: () => ({ fix: 'correct the value', exitCode: usage }),
  GRAFLOW_STRATEGY_UNKNOWN: () => ({ fix: 'correct --accept', exitCode: usage }),
  GRAFLOW_RESOLVER_INVALID: () => ({ fix: 'correct --resolver-id', exitCode: usage }),
  GRAFLOW_RESOLVER_UNKNOWN: ({ details: { resolverId, resolverIds, nearest } }) => ({
    what: `No resolver has the id "${text(resolverId)}".`,
    why: `known are ${text(resolverIds)}; a resolver is made when a resolver module exports tasks, or registers it itself`,
    fix:
      nearest === undefined
        ? 'correct --resolver-id, or give a --resolver-module'
        : `did you mean --resolver-id ${text(nearest)}?`,
    exitCode: usage,
  }),
  GRAFLOW_MODULE_NOT_FOUND: ({ details: { specifier, lookedFor, nearest } }) => ({
    what: `No module was found for --resolver-module ${text(specifier)}.`,
    why: `looked for ${text(lookedFor)}`,
    fix:
      nearest === undefined
        ? 'give a path that starts with "./", "/" or "file:", or the name of an installed package'
        : `did you mean ${text(nearest)}?`,
    exitCode: noInput,
  }),
  GRAFLOW_MODULE_FAILED: ({ details: { specifier }, cause }) => ({
    what: `--resolver-module ${text(specifier)} cannot be imported.`,
    why: text(cause),
    fix: 'correct the module; with --log-level debug the stack is printed',
    exitCode: noInput,
  }),
  GRAFLOW_NO_TASKS: ({ details: { specifier, resolverId, exports } }) => ({
    what: `--resolver-module ${text(specifier)} has no task for the resolver "${text(resolverId)}".`,
    why: `it exports ${text(exports) || 'nothing'}`,
    fix: 'export the functions that are tasks by name, or a register(registry) function',
    exitCode: noInput,
  }),
  GRAFLOW_TS_LOADER: ({ details: { specifier, node }, cause }) => ({
    what: `Node ${text(node)} cannot load ${text(specifier)} by itself.`,
    why: text(cause),
    fix: 'npm install jiti (it is picked up), or give the compiled .js file',
    exitCode: noInput,
  }),
  GRAFLOW_TASK_EXPORTED_TWICE: ({ details: { name, modules } }) => ({
    what: `The resolver modules ${(modules as readonly string[]).join(' and ')} both have a task "${text(name)}", and they are different functions.`,
    fix: `rename one of the two, or name it: task('another-name', ${text(name)})`,
    exitCode: noInput,
  }),
  GRAFLOW_TASK_NAME_TAKEN: () => ({ fix: 'rename one of the two', exitCode: noInput }),
  GRAFLOW_REDIS_UNREACHABLE: ({ details: { address, why } }) => ({
    what: `Cannot reach Redis at ${text(address)}.`,
    why: text(why),
    fix: `check that Redis runs there (redis-cli -u ${text(address)} ping), that the port is open, whether it wants TLS (rediss://); set --redis-url`,
    exitCode: unavailable,
  }),
  GRAFLOW_REDIS_TOO_OLD: () => ({ fix: 'use a newer Redis', exitCode: unavailable }),
  GRAFLOW_REDIS_AUTH: ({ details: { address, why } }) => ({
    what: `Redis at ${text(address)} does not let this user in.`,
    why: text(why),
    fix: 'correct the user name and the password in --redis-url',
    exitCode: noPermission,
  }),
  GRAFLOW_REDIS_REFUSED: () => ({ fix: 'give the user the rights that it needs', exitCode: noPermission }),
  GRAFLOW_KEY_INVALID: () => ({ fix: 'make a key: openssl rand -hex 32', exitCode: noPermission }),
  GRAFLOW_KEY_FILE: () => ({ fix: 'correct GRAFLOW_KEY_FILE', exitCode: noPermission }),
  GRAFLOW_KEY_CONFLICT: () => ({ fix: 'set one of GRAFLOW_KEY and GRAFLOW_KEY_FILE', exitCode: noPermission }),
};

function text(value: unknown): string {
  if (value instanceof Error) return value.message;
  return Array.isArray(value) ? value.join(', ') : String(value);
}
