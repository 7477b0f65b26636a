import { types } from 'node:util';
import type { Node } from '../../format.ts';
import { isOfNode } from '../../inspect/is-of-node.ts';
import { filePathOf } from '../../modules/specifier.ts';
import { node } from './capture-data.ts';
import type { Capture, Entry } from '../capture.ts';
import { portableFile } from '../functions/origin.ts';

/** An error: its properties, and its stack as a text; undefined for anything else. */
export function captureError(capture: Capture, entry: Entry): Node | undefined {
  const error = entry.value;
  if (!types.isNativeError(error)) return undefined;
  const only = Reflect.ownKeys(error).filter((key) => key !== 'stack' || isOwnStack(error));
  return node(capture, entry, 'error', [stackOf(error)], { proto: Error.prototype, only });
}

/** V8 writes a stack when it is first read, and asks a hook of the user's how: then it stays behind. */
function stackOf(error: Error): string | null {
  const hook: unknown = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')?.value;
  if (typeof hook === 'function' && !isOfNode(hook)) return null;
  const own = Object.getOwnPropertyDescriptor(error, 'stack');
  const getter = Object.getOwnPropertyDescriptor(new Error(), 'stack')?.get;
  // From Node 21 on the stack is an accessor, the same function for all errors.
  const stack: unknown = own?.get && own.get === getter ? error.stack : own?.value;
  return typeof stack === 'string' ? withoutFolders(stack) : null;
}

const frame = /^(\s+at (?:.*?\(|async )?)((?:file:\/\/|\/|[A-Za-z]:\\).+)(:\d+:\d+\)?)$/gm;

/** The folders of this machine are nobody's business elsewhere: files are named as in origins, `my-package/src/jobs.ts`. */
function withoutFolders(stack: string): string {
  return stack.replaceAll(frame, (line, before: string, url: string, place: string) => {
    const path = filePathOf(url);
    if (path === undefined) return line;
    const { package: home, file } = portableFile(path);
    return `${before}${home ? `${home}/` : ''}${file}${place}`;
  });
}

/** True for a `stack` that somebody put in the place of V8's: an accessor, an object, or a property with other flags. */
function isOwnStack(error: Error): boolean {
  const own = Object.getOwnPropertyDescriptor(error, 'stack');
  if (own?.get ?? own?.set) return own?.get !== Object.getOwnPropertyDescriptor(new Error(), 'stack')?.get;
  return typeof own?.value !== 'string' || own.enumerable === true;
}
