import { unusedName, type Edit } from './edits.ts';
import type { ClassSyntax, Syntax } from './syntax.ts';

/**
 * What changes in the text of a class: static fields and blocks ran already, so they go, and their outcome travels as properties. A class with private
 * members gets a guard, under which an object gets its private fields without any code of the user's running, and which can read and set them.
 */
export function classEdits(root: ClassSyntax, guard: string | undefined): Edit[] {
  const edits = root.body.body.flatMap((element): Edit[] => {
    if (element.type === 'StaticBlock') return [{ start: element.start, end: element.end, text: '' }];
    if (element.type === 'PropertyDefinition')
      return element.static ? staticField(element) : guard ? guardedField(element, guard) : [];
    return guard && element.kind === 'constructor' ? [guardedConstructor(root, element, guard)] : [];
  });
  if (guard) edits.push({ start: root.body.end - 1, end: root.body.end - 1, text: accessors(root, guard) });
  return edits;
}

/** The name of the guard of a class; undefined for a class that has nothing private. */
export function guardName(root: ClassSyntax, source: string): string | undefined {
  return root.body.body.some(isPrivate) ? unusedName(source, '$private') : undefined;
}

/** The name of the guard that the text of a class has from an earlier journey. */
export function givenGuard(root: ClassSyntax, source: string, offset: number): string | undefined {
  const last = root.body.body.at(-1);
  if (last?.type !== 'StaticBlock') return undefined;
  return /^static\{(\$private\$*)\.members=\{/.exec(source.slice(last.start - offset, last.end - offset))?.[1];
}

/** The names of the private fields that a class gives its instances. */
export function privateFields(root: ClassSyntax): string[] {
  return root.body.body.flatMap((element) =>
    element.type === 'PropertyDefinition' && !element.static && element.key.type === 'PrivateIdentifier'
      ? [`#${element.key.name}`]
      : [],
  );
}

/** True for a class whose instances have private fields, methods or accessors. */
export function marksInstances(root: ClassSyntax): boolean {
  return root.body.body.some((element) => isPrivate(element) && !(element as { static?: boolean }).static);
}

function isPrivate(element: Syntax): boolean {
  return 'key' in element && (element.key as Syntax).type === 'PrivateIdentifier';
}

type Field = Extract<Syntax, { type: 'PropertyDefinition' }>;
type Method = Extract<Syntax, { type: 'MethodDefinition' }>;

function staticField(element: Field): Edit[] {
  if (!isPrivate(element)) return [{ start: element.start, end: element.end, text: '' }];
  return element.value ? [{ start: element.key.end, end: element.value.end, text: '' }] : [];
}

function guardedField({ value }: Field, guard: string): Edit[] {
  if (!value) return [];
  return [
    { start: value.start, end: value.start, text: `${guard}.on?void 0:(` },
    { start: value.end, end: value.end, text: ')' },
  ];
}

function guardedConstructor(root: ClassSyntax, { value }: Method, guard: string): Edit {
  const start = value.body.start + 1;
  return { start, end: start, text: root.superClass ? `if(${guard}.on){super();return}` : `if(${guard}.on)return;` };
}

function accessors(root: ClassSyntax, guard: string): string {
  const names = new Set(
    root.body.body.flatMap((element) =>
      'key' in element && element.key.type === 'PrivateIdentifier' ? [element.key.name] : [],
    ),
  );
  const made = root.body.body.find((element) => element.type === 'MethodDefinition' && element.kind === 'constructor');
  const parameters = made?.type === 'MethodDefinition' ? made.value.params.map(placeholder) : [];
  const members = [...names].map(
    (name) => `"#${name}":{get:$=>$.#${name},set:($,$$)=>{$.#${name}=$$},has:$=>#${name} in $}`,
  );
  return `;static{${guard}.members={${members.join(',')}};${guard}.args=[${parameters.join(',')}]}`;
}

/** An argument that a parameter takes without running a default. */
function placeholder(pattern: Syntax): string {
  switch (pattern.type) {
    case 'AssignmentPattern':
      return placeholder(pattern.left);
    case 'ArrayPattern':
      return `[${pattern.elements.map((element) => (element ? placeholder(element) : 'null')).join(',')}]`;
    case 'ObjectPattern': {
      const properties = pattern.properties.flatMap((property) =>
        property.type === 'Property' && !property.computed
          ? [`${keyText(property.key)}:${placeholder(property.value)}`]
          : [],
      );
      return `{${properties.join(',')}}`;
    }
    case 'RestElement':
      return '';
    default:
      return 'null';
  }
}

function keyText(key: Syntax): string {
  return JSON.stringify(key.type === 'Identifier' ? key.name : String((key as { value?: unknown }).value));
}
