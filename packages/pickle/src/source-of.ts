import { readFunctionText } from './analyse/function-text.ts';
import { isConstructible } from './capture/functions/constructible.ts';
import { noSource, unreadableText } from './refusal.ts';

/**
 * Gives the text of a function as a valid expression: methods and accessors in shorthand become one that evaluates to the function.
 *
 * @throws PickleError `GRAFLOW_PICKLE_REFUSED` for a native or bound function, which has no text.
 *
 * @example
 * ```ts
 * import { sourceOf } from '@graflow/pickle';
 *
 * sourceOf({ double(n: number) { return n * 2 } }.double); // 'Object.values({double(n) { return n * 2 }})[0]'
 * ```
 */
// oxlint-disable-next-line typescript/no-explicit-any -- a function of any parameters is meant
export function sourceOf(fn: (...args: any[]) => unknown): string {
  const source = Function.prototype.toString.call(fn);
  if (isNative(source)) throw noSource(fn.name);
  const text = readFunctionText(source, { method: !isConstructible(fn) });
  if (!text) throw unreadableText(source);
  switch (text.form) {
    case 'method':
      return `Object.values({${text.program}})[0]`;
    case 'getter':
      return `Object.values(Object.getOwnPropertyDescriptors({${text.program}}))[0].get`;
    case 'setter':
      return `Object.values(Object.getOwnPropertyDescriptors({${text.program}}))[0].set`;
    default:
      return text.program;
  }
}

/** True for the text that V8 gives for functions without one; code that only mentions the words does not end with them. */
export function isNative(source: string): boolean {
  return /^(?:async )?(?:function|class)[^{]*\{\s*\[native code\]\s*\}$/.test(source);
}
