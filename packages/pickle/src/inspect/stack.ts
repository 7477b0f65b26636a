import type { Runtime } from 'node:inspector';
import { post } from './session.ts';

/** The calls on the stack right now, the innermost first, of this package too; places are counted from zero. */
export function callFrames(): readonly Runtime.CallFrame[] {
  // With the runtime enabled, V8 keeps the stack of what is thrown.
  post('Runtime.enable');
  try {
    const { exceptionDetails } = post<Runtime.EvaluateReturnType>('Runtime.evaluate', { expression: 'throw 0' });
    return exceptionDetails?.stackTrace?.callFrames ?? [];
  } finally {
    post('Runtime.disable');
  }
}

/** The URL of a script that has a function on the stack right now, as the caller's mostly has; undefined for any other. */
export function urlOnStack(scriptId: string): string | undefined {
  return callFrames().find((frame) => frame.scriptId === scriptId)?.url;
}
