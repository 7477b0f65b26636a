import type { ExportedName } from './exported-name.ts';
import type { ImportedName } from './imports.ts';
import type { Program, Syntax } from './syntax.ts';

/** What a module gives out of another one without touching it. */
export interface PassedOn {
  /** The name that it gives it out under; undefined for all names of the other module. */
  readonly exported: string | undefined;
  readonly specifier: string;
  /** Its name in the other module; undefined for the module as a whole. */
  readonly imported: string | undefined;
}

/** `export { x } from './a.js'`, `export * as x from './a.js'` and `export * from './a.js'`. */
export function passedOnIn({ body }: Program): PassedOn[] {
  return body.flatMap((statement): PassedOn[] => {
    if (statement.type === 'ExportAllDeclaration') {
      const exported = statement.exported ? nameOf(statement.exported) : undefined;
      return [{ exported, specifier: String(statement.source.value), imported: undefined }];
    }
    if (statement.type !== 'ExportNamedDeclaration' || !statement.source) return [];
    const specifier = String(statement.source.value);
    return statement.specifiers.map(({ exported, local }) => ({
      exported: nameOf(exported),
      specifier,
      imported: nameOf(local),
    }));
  });
}

/** The names of a module, as its text says them. */
interface ModuleNames {
  readonly passedOn: readonly PassedOn[];
  readonly exports: readonly ExportedName[];
  readonly imports: ReadonlyMap<string, ImportedName>;
}

/** Where a module may have a name from that it gives out: what is passed on under the name, imported for it, or passed on with all others. */
export function sourcesIn({ passedOn, exports, imports }: ModuleNames, exported: string): PassedOn[] {
  const named = passedOn.filter((item) => item.exported === exported);
  const imported = exports.flatMap((item) => {
    const from = item.exported === exported ? imports.get(item.local) : undefined;
    return from?.by === 'import' ? [{ exported, specifier: from.specifier, imported: from.path[0] }] : [];
  });
  const all = passedOn.filter((item) => item.exported === undefined);
  return [...named, ...imported, ...(exported === 'default' ? [] : all)];
}

function nameOf(node: Syntax): string {
  return node.type === 'Identifier' ? node.name : String((node as { value?: unknown }).value);
}
