import type { Runtime } from 'node:inspector';
import { post } from './session.ts';

/** The URL of a script that has a function on the stack right now, as the caller's mostly has; undefined for any other. */
export function urlOnStack(scriptId: string): string | undefined {
  // With the runtime enabled, V8 keeps the stack of what is thrown.
  post('Runtime.enable');
  try {
    const { exceptionDetails } = post<Runtime.EvaluateReturnType>('Runtime.evaluate', { expression: 'throw 0' });
    const frames = exceptionDetails?.stackTrace?.callFrames ?? [];
    return frames.find((frame) => frame.scriptId === scriptId)?.url;
  } finally {
    post('Runtime.disable');
  }
}
