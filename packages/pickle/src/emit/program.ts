import type { FunctionRecord } from '../capture/functions/function-record.ts';
import type { Node, ScopeData, ScopeExtras, Slot } from '../format.ts';
import { isMadeFirst } from '../made-first.ts';
import type { Cluster, Frame } from './frames.ts';
import { concat, list, listOnce, marked, type MarkedText } from './marked-text.ts';

/** The text of a group of functions, the values of its scopes, and its functions in the order in which the text gives them out. */
export interface Program {
  readonly text: string;
  /** Where the text of each function begins. */
  readonly starts: readonly number[];
  readonly scope: ScopeData;
  readonly members: readonly FunctionRecord[];
  /** True when one of them assigns to a variable around it. */
  readonly changes: boolean;
}

/**
 * Writes a group of functions as one expression: a function for each scope, which takes the values of its variables and returns its functions, a setter for
 * values that are there only later, and its inner scopes.
 */
export function programOf({ root, strict, changes }: Cluster, nodes: readonly (Node | undefined)[]): Program {
  const members: FunctionRecord[] = [];
  const { text, starts } = frameText(root, { strict, outermost: true, members, outer: new Set(), nodes });
  return { text, starts, scope: scopeOf(root), members, changes };
}

interface Writing {
  readonly strict: boolean;
  readonly outermost: boolean;
  /** Collects the functions in the order in which they are written. */
  readonly members: FunctionRecord[];
  /** The variables of the scopes around. */
  readonly outer: ReadonlySet<string>;
  /** The nodes that are known before those of functions. */
  readonly nodes: readonly (Node | undefined)[];
}

function frameText(frame: Frame, writing: Writing): MarkedText {
  const { strict, outermost, members, nodes } = writing;
  const visible = new Set([...writing.outer, ...frame.names.keys()]);
  const names = namesOf(frame);
  const pending = [...frame.names].filter(([, slot]) => isUninitialised(slot)).map(([name]) => name);
  members.push(...frame.members);
  const inner = frame.members.map((record) => memberText(record, strict, visible));
  const frames = frame.frames.map((child) => frameText(child, { ...writing, outermost: false, outer: visible }));
  const isLate = names.some((name) => !frame.constants.has(name) && !isMadeFirst(nodes, frame.names.get(name)!));
  const setter = isLate ? setterText(names.map((name) => (frame.constants.has(name) ? '' : name))) : '0';
  const parameters = names.map((name) => (frame.constants.has(name) ? `$const_${name}` : name));
  const constants = [...frame.constants].map((name) => `const ${name}=$const_${name};`).join('');
  const directive = outermost && strict ? '"use strict";' : '';
  // A variable that is declared after the return is never initialised: reading it throws, as it did where it was captured.
  const uninitialised = pending.length > 0 ? `;let ${pending.join(',')}` : '';
  const given = concat(
    '[',
    list(inner),
    ...(frames.length > 0 ? [`,${setter},`, listOnce(frames)] : isLate ? [`,${setter}`] : []),
    ']',
  );
  const head = `(${parameters.join(',')})`;
  const before = directive + constants;
  if (frame.outerThis !== undefined || frame.outerArguments !== undefined)
    return concat(`function${head}{${before}return`, given, `${uninitialised}}`);
  return before || uninitialised
    ? concat(`${head}=>{${before}return`, given, `${uninitialised}}`)
    : concat(`${head}=>`, given);
}

/** The names that a scope gets values for. */
function namesOf(frame: Frame): string[] {
  return [...frame.names].filter(([, slot]) => !isUninitialised(slot)).map(([name]) => name);
}

function setterText(names: readonly string[]): string {
  let parameter = '$';
  while (names.includes(parameter)) parameter += '$';
  return `${parameter}=>{[${names.join(',')}]=${parameter}}`;
}

function memberText(record: FunctionRecord, strict: boolean, visible: ReadonlySet<string>): MarkedText {
  const { form } = record.text;
  const needsVariable = record.captures.some(({ ownName, name }) => ownName && visible.has(name));
  const program = marked(textFor(record, needsVariable));
  const { guard } = record;
  if (guard) return concat(`(()=>{const ${guard}={on:false};return[`, program, `,${guard}]})()`);
  if (record.superSlot !== undefined && form === 'arrow') return homedText(record, program);
  const text = form === 'method' || form === 'getter' || form === 'setter' ? concat('{', program, '}') : program;
  // What stands in parentheses may begin on another line than the return.
  return record.strict && !strict && form !== 'class' ? concat('(()=>{"use strict";return(', text, ')})()') : text;
}

/** An arrow with `super` stands in a method, and comes with the object of that method. */
function homedText({ outerArguments }: FunctionRecord, program: MarkedText): MarkedText {
  const call = outerArguments === undefined ? 'call(this)' : 'apply(this,$)';
  const args = outerArguments === undefined ? '' : ',arguments';
  return concat(`(($$$,$)=>[$$$.m.${call},$$$])({m(){return(`, program, `\n)}}${args})`);
}

/** A declaration whose name is a variable that others assign to gives up its own name, which would hide that variable. */
function textFor({ text }: FunctionRecord, hidesVariable: boolean): string {
  const { root, program, offset } = text;
  if (!hidesVariable || root.type !== 'FunctionExpression' || !root.id) return program;
  return program.slice(0, root.id.start - offset) + program.slice(root.id.end - offset);
}

function scopeOf(frame: Frame): ScopeData {
  const variables = [...frame.names.values()].filter((slot) => !isUninitialised(slot));
  const { outerThis, outerArguments } = frame;
  const extras: ScopeExtras = {
    ...(frame.frames.length > 0 ? { scopes: frame.frames.map(scopeOf) } : {}),
    ...(outerThis === undefined ? {} : { this: outerThis }),
    ...(outerArguments === undefined ? {} : { arguments: outerArguments }),
  };
  return Object.keys(extras).length > 0 ? [variables, extras] : [variables];
}

function isUninitialised(slot: Slot): boolean {
  return Array.isArray(slot) && slot[0] === 'uninitialised';
}
