// @ts-check
/** Has the packages of another build taken, in every thread of a process that imports it first. */
import { register } from 'node:module';

register('./take-other-build.mjs', import.meta.url);
