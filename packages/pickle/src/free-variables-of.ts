import { readFunctionText } from './analyse/function-text.ts';
import { unreadableText } from './refusal.ts';

/** Something that the text of a function takes from around it. */
export interface FreeVariable {
  /** The name as the function writes it; for other kinds the words of the language: `this`, `import.meta`, `#secret`. */
  readonly name: string;
  /** A plain name, or what else belongs to the code around the function; `eval` means that any name may be meant. */
  readonly kind: 'name' | 'this' | 'super' | 'new.target' | 'import.meta' | 'import()' | 'private' | 'eval';
  /** True when the function assigns to the name. */
  readonly assigned: boolean;
}

/**
 * Lists what the text of one function takes from around it, in the order of first use; standard globals are among the names.
 *
 * Only the text is read. `this` and `new.target` are listed where they come from outside, as in an arrow; a function that refers to its own name is closed.
 *
 * @throws PickleError `GRAFLOW_PICKLE_REFUSED` when the text is not that of one function.
 *
 * @example
 * ```ts
 * import { freeVariablesOf } from '@graflow/pickle';
 *
 * freeVariablesOf('(n) => n * factor').map(({ name }) => name); // ['factor']
 * ```
 */
export function freeVariablesOf(source: string): FreeVariable[] {
  const text = readFunctionText(source);
  if (!text) throw unreadableText(source);
  const special = (kind: FreeVariable['kind'], used: boolean): FreeVariable[] =>
    used ? [{ name: kind, kind, assigned: false }] : [];
  return [
    ...text.free.map(({ name, assigned }): FreeVariable => ({ name, kind: 'name', assigned })),
    ...special('this', text.outerThis),
    ...special('super', text.outerSuper),
    ...special('new.target', text.outerNewTargets.length > 0),
    ...special('import.meta', text.importMeta),
    ...special('import()', text.dynamicImports.length > 0),
    ...text.outerPrivateNames.map((name): FreeVariable => ({ name, kind: 'private', assigned: false })),
    ...special('eval', text.directEval),
  ];
}
