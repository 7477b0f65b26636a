import { processIo } from './io.ts';
import { main } from './main.ts';

// By exit(), because a task that ignored its signal may still keep the process busy.
void main(processIo()).then((exitCode) => process.exit(exitCode));
