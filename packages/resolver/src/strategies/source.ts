import { Script } from 'node:vm';
import { type FreeVariable, freeVariablesOf, sourceOf } from '@graflow/pickle';
import { BoundedCache } from '../bounded-cache.ts';
import { displayNameOf } from '../display-name.ts';
import { hashOf } from '../envelope.ts';
import { sourceCaptures, sourceNotStandalone, taskNotRevived } from '../errors.ts';
import { taskNotCallable } from '../resolver-error.ts';
import { messageOf } from '../show.ts';
import type { AnyTask, Executable } from '../executable.ts';
import { isNodeGlobal } from './node-globals.ts';
import type { Strategy } from './strategy.ts';
import { adviceOn } from './advice-on.ts';

/**
 * The text of the function travels and nothing else, so it may use its parameters and the globals of Node only.
 *
 * Compiled code is kept by the hash of its text; each resolve makes a function of its own from it.
 */
export const source: Strategy = {
  serialize(task, table) {
    const name = displayNameOf(task, table);
    const { text, variables } = read(name, task);
    const hash = hashOf(text);
    refuseCaptures(name, variables);
    checkCompiles(name, hash, text);
    return { version: 1, strategy: 'source', name, code: { [hash]: text } };
  },

  resolve({ name, code = {} }) {
    const [hash, text] = Object.entries(code)[0] as [string, string];
    const task = evaluate(name, hash, text);
    if (typeof task !== 'function') throw taskNotRevived(name, 'source', taskNotCallable(name, task));
    return task as Executable;
  },
};

const read = (name: string, task: AnyTask): { text: string; variables: FreeVariable[] } => {
  try {
    return { text: sourceOf(task), variables: freeVariablesOf(Function.prototype.toString.call(task)) };
  } catch (cause) {
    throw sourceNotStandalone(
      name,
      'it has no text, like native and bound functions. Wrap it: (...args) => fn(...args).',
      cause,
    );
  }
};

const refuseCaptures = (name: string, variables: readonly FreeVariable[]): void => {
  const captured = variables.filter((variable) => variable.kind !== 'name' || !isNodeGlobal(variable.name));
  const names = captured.map((variable) => variable.name);
  if (names.length > 0) throw sourceCaptures(name, names, adviceOn(names));
};

/** What cannot be compiled here, as sloppy code, cannot be compiled elsewhere. */
const checkCompiles = (name: string, hash: string, text: string): void => {
  if (text.startsWith('class')) throw sourceNotStandalone(name, 'it is a class. Write a function that uses it.');
  try {
    compile(hash, text);
  } catch (cause) {
    throw sourceNotStandalone(name, `its text does not compile as strict code. ${messageOf(cause)}`, cause);
  }
};

const evaluate = (name: string, hash: string, text: string): unknown => {
  try {
    return compile(hash, text).runInThisContext();
  } catch (cause) {
    throw taskNotRevived(name, 'source', cause);
  }
};

/** As an expression, in strict mode, and without `import()`, which a Script refuses. */
const compile = (hash: string, text: string): Script =>
  scripts.getOrMake(
    hash,
    () =>
      new Script(`'use strict';(\n${text}\n)`, { filename: `graflow-source-${hash.slice(0, 8)}.js`, lineOffset: -1 }),
  );

const scripts = new BoundedCache<Script>(500);
