import type { ExportedName } from '../../analyse/exported-name.ts';
import type { Activation } from '../functions/activation.ts';
import type { Capturing } from '../functions/function-record.ts';
import { importOf, type Place } from '../functions/place.ts';
import { localUrl } from './local-url.ts';

/** A module of the user's own files, some functions of which travel. */
export interface LocalModule {
  readonly activation: Activation;
  readonly exports: readonly ExportedName[];
}

/** Notes the module that a function is in. */
export function noteLocalModule(
  known: Map<string, LocalModule>,
  { script, top }: Place,
  activations: readonly (Activation | undefined)[],
): void {
  const activation = activations.findLast((one) => one?.once);
  if (!script || !activation || !(top ?? script.text)?.module) return;
  known.set(script.url, {
    activation,
    get exports() {
      return script.text?.exports ?? [];
    },
  });
}

/** The local module that a name is imported from. */
export function importSource(place: Place, name: string): Pick<Capturing, 'imported'> {
  const imported = importOf(place, name);
  const url = imported && localUrl(place.script, imported);
  return imported?.by === 'import' && url && imported.path[0] !== undefined
    ? { imported: { url, exported: imported.path[0] } }
    : {};
}
