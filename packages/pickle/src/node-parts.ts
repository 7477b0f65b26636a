import type { Extras, Node, ProgramExtras, Slot } from './format.ts';

/** The kinds of nodes of functions. */
export const functionKinds = ['function', 'class', 'method', 'getter', 'setter'] as const;

/** True for the node of a function that travels by value. */
export function isFunctionNode(node: Node | undefined): node is Node {
  return node !== undefined && (functionKinds as readonly string[]).includes(node[0]);
}

/** What the node of a function says besides its extras. */
export function functionParts([, program, name, position]: Node): FunctionParts {
  return {
    program: program as number,
    name: typeof name === 'string' ? name : undefined,
    position: typeof position === 'number' ? position : 0,
  };
}

interface FunctionParts {
  /** The number of the node of its program. */
  readonly program: number;
  /** Its name, where the text gives it another one. */
  readonly name: string | undefined;
  /** Its place among the functions of the program. */
  readonly position: number;
}

/** What the node of a program says. */
export function programParts(node: Node): ProgramParts {
  const [, text, variables] = node;
  return {
    text: text as number,
    variables: Array.isArray(variables) ? (variables as readonly Slot[]) : [],
    extras: recordIn(node) ?? {},
  };
}

interface ProgramParts {
  /** The place of its text among the sorted hashes. */
  readonly text: number;
  /** The values of the variables of its outermost scope. */
  readonly variables: readonly Slot[];
  readonly extras: ProgramExtras;
}

/** What the node of an object has beyond its kind. */
export function extrasIn(node: Node): Extras | undefined {
  return node[0] === 'code' ? undefined : recordIn(node);
}

function recordIn(node: Node): object | undefined {
  const last = node.at(-1);
  const isRecord = typeof last === 'object' && last !== null && !Array.isArray(last);
  return isRecord && !(node[0] === 'object' && node.length === 2) ? last : undefined;
}
