/**
 * The packages of Graflow in their order, lowest first.
 *
 * A package may import packages that stand on earlier lines, and no other. Packages on one line do not know each other.
 * Read by `.dependency-cruiser.mjs`, by `tooling/layers` and by `pnpm graph`.
 */
export const layers = [
  ['pickle'],
  ['resolver'],
  ['registry'],
  ['taskspec'],
  ['queue-memory', 'queue-redis'],
  ['worker'],
  ['worker-cli', 'workflow'],
];
