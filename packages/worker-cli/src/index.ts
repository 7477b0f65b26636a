export { exitCodes } from './exit-codes.ts';
export type { Io, TextStream } from './io.ts';
export { main } from './main.ts';
