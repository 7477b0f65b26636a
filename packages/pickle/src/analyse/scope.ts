import type { Syntax } from './syntax.ts';

/** How a name came into a scope. */
export type VariableKind =
  | 'var'
  | 'let'
  | 'const'
  | 'class'
  | 'function'
  | 'parameter'
  | 'import'
  | 'own-name'
  | 'catch';

/** A name declared in a scope. */
export interface Variable {
  readonly name: string;
  readonly kind: VariableKind;
  readonly scope: Scope;
  /** Where its name stands in the text. */
  readonly start: number;
  /** True when code assigns to it after its declaration. */
  assigned: boolean;
  /** True when a function inside the scope refers to it, so that V8 keeps it in a context. */
  captured: boolean;
}

/** What `this`, `arguments`, `super` and `new.target` mean inside a scope. */
export type Receiver = 'own' | 'lexical';

/** A stretch of code with names of its own. */
export interface Scope {
  readonly id: number;
  readonly node: Syntax;
  readonly parent: Scope | undefined;
  /** The nearest scope, this one included, that takes `var`. */
  readonly variableScope: Scope;
  /** True for the scope in which the parameters of a function stand. */
  readonly function: boolean;
  /** True where a function, a field initialiser or a static block has a `this` of its own. */
  readonly receiver: Receiver;
  readonly strict: boolean;
  readonly variables: Map<string, Variable>;
}

/** A use of a name. */
export interface Reference {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly scope: Scope;
  readonly writes: boolean;
  /** The property that is read from it: `b` in `a.b`; undefined for every other use. */
  readonly member: string | undefined;
  readonly shorthand: boolean;
}

/** The scope that declares a name as seen from a scope; undefined for a name that is declared nowhere. */
export function lookUp(scope: Scope, name: string): Variable | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const variable = at.variables.get(name);
    if (variable) return variable;
  }
  return undefined;
}

/** The scopes from one outwards. */
export function* outwards(scope: Scope): Generator<Scope> {
  for (let at: Scope | undefined = scope; at; at = at.parent) yield at;
}
