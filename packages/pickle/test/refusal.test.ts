import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { native, produce, workbench } from './far-side.ts';

const { folder, remove } = await workbench();
afterAll(remove);

const lines = readFileSync(new URL('fixtures/refused.mjs', import.meta.url), 'utf8')
  .split('\n')
  .map((line) => line.trim());
const produced = await produce(folder, native, 'refused');

// The way to the value, and a part of the reason.
const refusals: [name: string, path: string, reason: RegExp][] = [
  ['a server', ' captures server', /a net\.Server.*native handle/],
  ['a socket deep inside', ' captures app → .services[0].conn.socket', /a net\.Socket.*native handle/],
  ['a file stream', ' captures stream', /ReadStream.*native handle/],
  ['a pending promise', ' captures pending', /promise that is pending/],
  ['a resolver function', ' captures resolveIt', /native function/],
  ['a running generator', ' captures running', /generator that is under way/],
  ['an iterator in progress', ' captures iterator', /iterator that is under way/],
  ['a compiled script', ' captures compiled', /a vm\.Script.*native handle/],
  ['an async resource', ' captures resource', /an async_hooks\.AsyncResource.*native handle/],
  ['a performance mark', ' captures mark', /a perf_hooks\.PerformanceMark.*native handle/],
  ['a decoder of texts', ' captures decoder', /a string_decoder\.StringDecoder.*native handle/],
  ['an iterator of an array', ' captures numbers', /iterator that is under way/],
  ['an iterator of a text', ' captures letters', /iterator that is under way/],
  ['matches under way', ' captures matches', /iterator that is under way/],
  ['require of a file of the user', '', /\.\/local\.cjs/],
  ['a changing import under another name', '', /imports count as counted/],
  ['a namespace that passes on what changes', ' captures spaces → [0]', /export count changes/],
  ['a hash', ' captures hash', /Hash.*native handle/],
  ['a message port', ' captures port1', /MessagePort.*native handle/],
  ['a timer', ' captures timer', /Timeout.*native handle/],
  ['a FinalizationRegistry', ' captures registry', /FinalizationRegistry/],
  ['an AsyncLocalStorage', ' captures storage', /AsyncLocalStorage/],
  ['a key object', ' captures secretKey', /secret.*KeyObject/],
  ['a function of WebAssembly', ' captures wasm', /native function/],
  ['a revoke function', ' captures revoke', /native function/],
  ['a revoked proxy', ' captures proxy', /revoked/],
  ['the value of a secret variable', ' captures smtp → .pass', /secret.*CASE_SECRET_TOKEN/],
  ['a URL with a password', ' captures database', /secret.*URL with a password/],
  ['the environment', ' captures env', /environment/],
  ['a queue', ' captures queue', /task queue/],
  ['a Redis client', ' captures client', /live Redis.*connections/],
  ['an AbortSignal', ' captures aborted', /AbortSignal.*only Node sees/],
  ['a form', ' captures form', /FormData.*only Node sees/],
  ['a buffer that was given away', ' captures given', /given away/],
  ['a closure made inside with', ' captures fromWith', /inside a `with` statement/],
  ['arguments tied to a parameter', ' captures tied → [0]', /tied to the parameter a/],
  ['a field with a computed key', ' captures ComputedField', /computed key/],
  ['private state of another class', ' captures stamped', /#stamp of a class that is not its own/],
  ['a private name at the end of a chain', ' captures chained', /#n at the end of an optional chain/],
  ['a number as the receiver', ' captures primitive', /`this` of the code around it/],
  ['direct eval', '', /eval/],
  ['import() of a file of the user', '', /\.\/local\.mjs/],
];

describe('pickle refuses', () => {
  test.each(refusals)('%s', (name, path, reason) => {
    const { error } = produced[name] ?? {};
    expect(error?.code).toBe('GRAFLOW_PICKLE_REFUSED');
    const problem = error?.problems?.[0];
    expect(problem?.path.replaceAll(/ \(refused\.mjs:\d+\)/g, '')).toBe(name + path);
    expect(problem?.reason).toMatch(reason);
    expect(problem?.fixes.every((fix) => /^[A-Z].*[.)]$/.test(fix))).toBe(true);
  });

  test('with the place of every function and variable on the way', () => {
    const path = produced['through functions and variables']?.error?.problems?.[0]?.path ?? '';
    const shown = path.replaceAll(/refused\.mjs:(\d+)/g, (_, line) => lines[Number(line) - 1] ?? '?');
    expect(shown.split(/ (?=captures|→)/)).toEqual([
      "through functions and variables ('through functions and variables': () => services,)",
      'captures services (const services = { mail: { send: () => open() } };)',
      '→ .mail.send (const services = { mail: { send: () => open() } };)',
      'captures open (const open = () => socket;)',
      'captures socket (const socket = new Socket();)',
    ]);
  });

  test.each(['a value with a then', 'a function with a then'])('%s, which await would take for a promise', (name) => {
    expect(produced[name]?.error?.problems?.[0]?.reason).toContain('await unpickle(…) would call it');
  });

  test('everything at once, and never shows a secret', () => {
    expect(produced['several things at once']?.error?.problems).toHaveLength(3);
    expect(JSON.stringify(produced)).not.toContain('value-of-the-secret-token');
    expect(produced['a queue']?.error?.message).toContain('taskContext().enqueue');
  });
});
