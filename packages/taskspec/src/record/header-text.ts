import type { RecordHeader } from './header-fields.ts';

/** The last fields of the header of a usual task: strategy, resolver id, key id, routing key, options. */
export const usual: readonly unknown[] = ['reference', 'default', '', '', Object.freeze({})];

type Head = Pick<RecordHeader, 'prefix' | 'queue' | 'name'>;
type Tail = Pick<RecordHeader, 'strategy' | 'resolverId' | 'keyId' | 'routingKey' | 'options'>;

let last: Head & { readonly text: string } = { prefix: '', queue: '', name: '', text: '["","","",' };

/** The text of a header before its task id. Tasks of one kind mostly come one after the other. */
export function headOf({ prefix, queue, name }: Head): string {
  if (last.prefix !== prefix || last.queue !== queue || last.name !== name)
    last = { prefix, queue, name, text: `${JSON.stringify([prefix, queue, name]).slice(0, -1)},` };
  return last.text;
}

/** The text of a header behind its times: up to the last field that is not usual. */
export function tailOf(header: Tail): string {
  const fields = unusualOf(header);
  return fields.length === 0 ? ']' : `,${JSON.stringify(fields).slice(1)}`;
}

function unusualOf({ strategy, resolverId, keyId, routingKey, options }: Tail): readonly unknown[] {
  if (hasAny(options)) return [strategy, resolverId, keyId, routingKey, options];
  const fields = [strategy, resolverId, keyId, routingKey];
  while (fields.length > 0 && fields.at(-1) === usual[fields.length - 1]) fields.pop();
  return fields;
}

function hasAny(options: object): boolean {
  for (const _ in options) return true;
  return false;
}
