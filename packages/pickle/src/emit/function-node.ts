import type { FunctionRecord } from '../capture/functions/function-record.ts';
import type { Extras, Node } from '../format.ts';

/** The node of a function, which a program gives out at a place among its functions. */
export function functionNode(record: FunctionRecord, program: number, position: number): Node {
  const { name, extras } = nameApart(record);
  const hasExtras = Object.keys(extras).length > 0;
  return [kindOf(record), program, ...placed(name, position), ...(hasExtras ? [extras] : [])];
}

function kindOf({ text: { form } }: FunctionRecord): string {
  return form === 'arrow' ? 'function' : form;
}

function placed(name: string | undefined, position: number): unknown[] {
  if (position > 0) return [name ?? null, position];
  return name === undefined ? [] : [name];
}

/** Most functions have nothing beyond their text but the name of the variable that they were put into. */
function nameApart({ extras, superSlot }: FunctionRecord): { readonly name?: string; readonly extras: Extras } {
  const all: Extras = superSlot === undefined ? extras : { ...extras, super: superSlot };
  const { props: [first, ...others] = [], ...rest } = all;
  const [key, name, flags] = first ?? [];
  // Where it stands first, as it does on every function that nobody changed.
  if (key !== 'name' || typeof name !== 'string' || flags !== 'c') return { extras: all };
  return { name, extras: others.length > 0 ? { ...rest, props: others } : rest };
}
