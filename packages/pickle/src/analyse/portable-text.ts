import { classEdits, givenGuard, guardName } from './class-edits.ts';
import { keyEdits, type ComputedElement, type KeyFate } from './class-keys.ts';
import { applyEdits, unusedName, type Edit } from './edits.ts';
import { readFunctionText, type FunctionText, type TextHints } from './function-text.ts';
import { privateEdits } from './private-uses.ts';
import { childrenOf, isClassSyntax, type Syntax } from './syntax.ts';

/** The text of a function as it travels, and the names in it that stand for something else than a variable. */
export interface PortableText {
  readonly text: FunctionText;
  /** Stands for the class or function that a class inherits from. */
  readonly heritage: string | undefined;
  /** Stands for `import()`. */
  readonly load: string | undefined;
  /** Stands for the access to private members of a class. */
  readonly guard: string | undefined;
  /** Stands for the access to private members of classes around it. */
  readonly access: string | undefined;
  /** Stands for `new.target` of the code around it. */
  readonly target: string | undefined;
  /** Stand for keys that were computed. */
  readonly keys: ReadonlyMap<string, PropertyKey>;
}

/** What of a text must change to mean the same elsewhere. */
export interface PortableHints extends TextHints {
  /** True when the heritage of a class must not be evaluated again. */
  readonly replaceHeritage: (heritage: Syntax) => boolean;
  /** What becomes of a computed key of a class. */
  readonly fateOfKey: (element: ComputedElement) => KeyFate;
  /** What `import()` must ask for elsewhere; undefined where the specifier means the same there. */
  readonly renamed: (specifier: string) => string | undefined;
}

/** Rewrites what cannot run again or elsewhere: static parts of classes, computed heritage, `import()`. Most texts stay as they are. */
export function portableText(source: string, hints: PortableHints): PortableText | undefined {
  const text = readFunctionText(source, hints);
  if (!text) return undefined;
  const { root, offset } = text;
  const edits: Edit[] = [];
  let heritage: string | undefined;
  let guard: string | undefined;
  let keys: PortableText['keys'] = new Map();
  if (isClassSyntax(root)) {
    const given = givenGuard(root, source, offset);
    guard = given ?? guardName(root, source);
    const replaced = keyEdits(root, hints.fateOfKey, unusedName(source, '$key'));
    keys = replaced.keys;
    // A class that came by value itself was rewritten before.
    edits.push(...(given ? [] : classEdits(root, guard)), ...replaced.edits);
    if (root.superClass && hints.replaceHeritage(root.superClass)) {
      heritage = unusedName(source, '$super');
      edits.push({ start: root.superClass.start, end: root.superClass.end, text: heritage });
    }
  }
  const load = text.dynamicImports.length > 0 ? unusedName(source, '$import') : undefined;
  if (load)
    for (const { start, source: asked } of importsIn(root)) {
      edits.push({ start, end: start + 'import'.length, text: load });
      const renamed = asked.type === 'Literal' ? hints.renamed(String(asked.value)) : undefined;
      if (renamed !== undefined) edits.push({ start: asked.start, end: asked.end, text: JSON.stringify(renamed) });
    }
  const target = text.outerNewTargets.length > 0 ? unusedName(source, '$target') : undefined;
  if (target) edits.push(...text.outerNewTargets.map(({ start, end }) => ({ start, end, text: target })));
  const access = text.outerPrivates.length > 0 ? unusedName(source, '$hidden') : undefined;
  const outside =
    access && privateEdits(text.outerPrivates, (from, to) => source.slice(from - offset, to - offset), access);
  if (outside) edits.push(...outside);
  const stands = { heritage, load, guard, keys, target, access: outside && access };
  if (edits.length === 0) return { text, ...stands };
  const rewritten = applyEdits(
    source,
    withoutNested(edits).map(({ start, end, text: replacement }) => ({
      start: start - offset,
      end: end - offset,
      // What follows stays on its line, for the sake of stack traces.
      text: replacement + source.slice(start - offset, end - offset).replaceAll(/[^\n]+/g, ''),
    })),
  );
  const portable = readFunctionText(rewritten, hints);
  return portable && { text: portable, ...stands };
}

function importsIn(root: Syntax): Extract<Syntax, { type: 'ImportExpression' }>[] {
  const found: Extract<Syntax, { type: 'ImportExpression' }>[] = [];
  const pending = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.type === 'ImportExpression') found.push(node);
    pending.push(...childrenOf(node));
  }
  return found;
}

/** An edit inside a part that another edit takes out is not needed. */
function withoutNested(edits: readonly Edit[]): Edit[] {
  return edits.filter(
    (edit) =>
      !edits.some(
        (other) =>
          other !== edit &&
          other.end > other.start &&
          other.start <= edit.start &&
          other.end >= edit.end &&
          other.end - other.start > edit.end - edit.start,
      ),
  );
}
