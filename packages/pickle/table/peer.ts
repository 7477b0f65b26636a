import { join } from 'node:path';
import { rewrite } from '../test/runners.ts';

/** A serializer of functions that others made. */
export interface Peer {
  readonly name: string;
  readonly packages: readonly string[];
  /** The program in `far/` that serializes with it. */
  readonly program: string;
  /** Prepares the cases and tells where a file of them is. */
  readonly cases: (folder: string) => (file: string) => string;
}

export const peers: readonly Peer[] = [
  {
    name: 'Pulumi 3.248.0',
    packages: ['@pulumi/pulumi@3.248.0', 'typescript@5.9.3'],
    program: 'pulumi.mjs',
    cases: (folder) => (file) => join(folder, `${file}.mjs`),
  },
  {
    name: 'livepack 0.8.2',
    packages: ['livepack@0.8.2'],
    program: 'livepack.mjs',
    cases(folder) {
      const home = rewrite(folder, 'livepack', '.js', 'cjs');
      return (file) => join(home, `${file}.js`);
    },
  },
];
