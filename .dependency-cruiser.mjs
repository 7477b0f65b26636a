import { existsSync, readFileSync } from 'node:fs';
import { layers } from './layers.mjs';

/**
 * The packages that a package of the project in the working directory lists as its own: this project, or a fixture of
 * `tooling/layers/layers.test.ts`.
 *
 * @param {string} name @returns {string[]}
 */
const dependenciesOf = (name) => {
  const manifest = `packages/${name}/package.json`;
  if (!existsSync(manifest)) return [];
  const { dependencies = {}, peerDependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
  return Object.keys({ ...dependencies, ...peerDependencies })
    .filter((dependency) => dependency.startsWith('@graflow/'))
    .map((dependency) => dependency.slice('@graflow/'.length));
};

const oneOf = (/** @type {readonly string[]} */ names) => `(${names.join('|')})`;

const shippedFrom = (/** @type {string} */ name) => ({ path: `^packages/${name}/src/`, pathNot: '\\.test\\.ts$' });

export default {
  forbidden: [
    ...layers.flatMap((layer, depth) =>
      layer.map((name) => ({
        name: `layers/${name}`,
        comment: 'A package imports only packages of earlier lines of layers.mjs. Its tests obey too.',
        severity: 'error',
        from: { path: `^packages/${name}/` },
        to: { path: '^packages/', pathNot: `^packages/${oneOf([name, ...layers.slice(0, depth).flat()])}/` },
      })),
    ),
    {
      name: 'no-cycle',
      comment: 'Files that need each other are one idea: join them, or take out what both need.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'declared-only/resolved',
      comment: 'The import leads nowhere: name the package in the package.json nearest to the file, and install.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'declared-only/listed',
      comment: 'The package is in the tree by chance: name it in the package.json nearest to the file.',
      severity: 'error',
      from: {},
      // An optional peer counts as unlisted too, for the sake of its `peerDependenciesMeta`.
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
    },
    {
      name: 'declared-only/shipped',
      comment: 'What a package ships may not need a devDependency, which its users do not get.',
      severity: 'error',
      from: shippedFrom('[^/]+'),
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'npm-peer', 'npm-optional'] },
    },
    ...layers.flat().map((name) => ({
      name: `declared-only/${name}`,
      comment: 'What a package ships may need only the packages that its package.json lists under dependencies.',
      severity: 'error',
      from: shippedFrom(name),
      to: {
        path: '^(packages|tooling|examples|bench|faults)/',
        pathNot: `^packages/${oneOf([name, ...dependenciesOf(name)])}/`,
      },
    })),
    {
      name: 'front-door-only',
      comment: "A package is entered by its src/index.ts: import '@graflow/<package>'.",
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^packages/[^/]+/src/', pathNot: ['^packages/$1/', '/src/index\\.ts$'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(/dist/|/fixtures/)' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['@graflow/source', 'import', 'default'] },
  },
};
