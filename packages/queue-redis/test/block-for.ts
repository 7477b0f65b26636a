/** What user code does that computes: the event loop of this process stands still. */
export const blockFor = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
