import { mkdtempSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFolder } from '../test/far-side.ts';
import { installed, nodeOf } from './installed.ts';
import type { Measured, Outcomes } from './measured.ts';
import { nodes, type Bench, type Place } from './measure-versions.ts';
import { oneByOne, type Told } from './one-by-one.ts';
import { peers, type Peer } from './peer.ts';
import { programs, type Program } from './rows.ts';
import { judge, type Verdict } from './verdict.ts';

const limitMs = 30_000;
const far = (program: string): string => fileURLToPath(new URL(`far/${program}`, import.meta.url));

/** Every peer on every Node version. */
export async function measurePeers(bench: Bench): Promise<Pick<Measured, 'peers'>> {
  const measured: Record<string, Record<string, Outcomes>> = {};
  for (const major of nodes) {
    const place = { ...bench, node: nodeOf(major) };
    const here = await callAll(place);
    for (const peer of peers) (measured[peer.name] ??= {})[major] = await measurePeer(peer, place, here);
  }
  return { peers: measured };
}

/** What the programs give where they are. */
function callAll({ folder, node }: Place): Promise<Map<string, Told>> {
  const command = [far('call.mjs'), join(folder, 'show-result.mjs')];
  const jobs = programs.filter(({ refuse }) => !refuse);
  return oneByOne(
    { node, folder, limitMs, command },
    inFolder(jobs, (file) => join(folder, `${file}.mjs`)),
  );
}

/** Has a peer serialize all programs in one process, and calls what comes out in another. */
async function measurePeer(peer: Peer, { folder, node }: Place, here: Map<string, Told>): Promise<Outcomes> {
  const home = installed(peer.name.replaceAll(/\W+/g, '-').toLowerCase(), peer.packages);
  const command = [far(peer.program), home];
  const made = await oneByOne({ node, folder, limitMs, command }, inFolder(programs, peer.cases(folder)));

  const loads = mkdtempSync(join(folder, 'loads-'));
  symlinkSync(join(packageFolder, 'node_modules'), join(loads, 'node_modules'));
  const load = [far('load.mjs'), loads, join(folder, 'show-result.mjs')];
  const texts = [...made].flatMap(([id, { text }]) => (text === undefined ? [] : [{ id, text }]));
  const there = await oneByOne({ node, folder: loads, limitMs, command: load }, texts);
  return Object.fromEntries(
    programs.map((program) => {
      const { id } = program;
      return [id, { verdict: judgePeer(program, made.get(id) ?? {}, there.get(id) ?? {}, here.get(id)?.there) }];
    }),
  );
}

function inFolder(
  jobs: readonly Program[],
  pathOf: (file: string) => string,
): { id: string; name: string; file: string }[] {
  return jobs.map(({ id, name, file }) => ({ id, name, file: pathOf(file) }));
}

function judgePeer({ refuse }: Program, made: Told, there: Told, here: string | undefined): Verdict {
  if (made.refused !== undefined) return refuse ? 'right' : 'refused';
  return made.lost ?? there.lost ?? judge(here, there.there ?? 'does not load', refuse);
}
