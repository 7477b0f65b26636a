import type { ExportedName } from '../../analyse/exported-name.ts';
import type { Activation } from '../functions/activation.ts';

/** A module of the user's own files, some functions of which travel. */
export interface LocalModule {
  readonly activation: Activation;
  readonly exports: readonly ExportedName[];
}
