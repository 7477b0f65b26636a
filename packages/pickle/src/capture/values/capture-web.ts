import type { Node } from '../../format.ts';
import { node } from './capture-data.ts';
import { slotFor } from '../slot.ts';
import type { Capture, Entry } from '../capture.ts';
import { noteSecret } from '../refusals/refuse-secrets.ts';
import { webClassOf } from './web-classes.ts';

/** Objects of classes that Node implements and that can be made again from a few arguments; undefined for anything else. */
export function captureWeb(capture: Capture, entry: Entry): Node | undefined {
  const value = entry.value as object;
  const made = webClassOf(value);
  const args = made && attempt(() => made.args(value));
  if (!args) return undefined;
  const { path, proto } = made;
  if (path[0] === 'Headers') refuseSecretHeaders(capture, entry, args[0] as readonly (readonly [string, string])[]);
  const slots = args.map((arg) =>
    slotFor(capture, arg, { from: entry, how: `.[[${path.join('.')}]]`, kind: 'property' }),
  );
  return node(capture, entry, 'made', [path, slots], {
    proto,
    has: (key) => typeof key === 'symbol' || key === 'stack',
  });
}

/** Headers by which a server knows who asks are secrets, whatever they look like. */
function refuseSecretHeaders(capture: Capture, entry: Entry, headers: readonly (readonly [string, string])[]): void {
  for (const [name] of headers) {
    if (!/^(?:(?:proxy-)?authorization|(?:set-)?cookie|x-api-key|x-auth-token)$/.test(name)) continue;
    noteSecret(capture, { from: entry, how: name, kind: 'map-value' }, `the header ${name}`);
  }
}

/** An object that only inherits from such a class has no state of it. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
