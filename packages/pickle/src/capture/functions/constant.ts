import type { Variable } from '../../analyse/scope.ts';
import type { Slot } from '../../format.ts';
import { refuse } from '../refusals/refuse.ts';
import type { Capture, Entry } from '../capture.ts';

/** The value of a constant that only the definition of a class used, from the text that gives it. */
export function constantSlot(capture: Capture, entry: Entry, variable: Variable): Slot | undefined {
  const value = literalOf(variable);
  if (value !== undefined) return value;
  refuse(
    capture,
    entry,
    `its definition uses ${variable.name}, which V8 did not keep`,
    `Mention ${variable.name} in a method of the class, or write a literal in its place.`,
  );
  return undefined;
}

function literalOf({ assigned, name, scope }: Variable): Slot | undefined {
  if (assigned || !('body' in scope.node) || !Array.isArray(scope.node.body)) return undefined;
  for (const statement of scope.node.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type !== 'VariableDeclaration') continue;
    for (const { id, init } of declaration.declarations) {
      if (id.type !== 'Identifier' || id.name !== name || init?.type !== 'Literal') continue;
      if (typeof init.value === 'string' || typeof init.value === 'number') return init.value;
    }
  }
  return undefined;
}
