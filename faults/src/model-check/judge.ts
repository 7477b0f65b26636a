import type { Keys } from './redis-state.ts';
import type { TaskState, World } from './world.ts';

/** Compares what Redis holds with what should be: each task in one place, and everything that is counted counted right. */
export const judge = (world: World, held: Keys): readonly string[] => [
  ...world.tasks.flatMap((task) => judgeTask(task, held)),
  ...judgeCounts(world, held),
];

function judgeTask(task: TaskState, held: Keys): readonly string[] {
  const { id, stands, end } = task;
  const [wrong, ask] = asking();
  const times = readyIn(held).filter((one) => one === id).length;
  const tokens = tokensOf(held, id).join();
  const token = stands === 'leased' ? task.token : '';
  const isDead = end === 'dead' || end === 'poison';
  const outcome = outcomeIn(held, id);
  const state = pairs(held.get('a')).get(id);
  const alive = Number(pairs(held.get('alive')).get(id) ?? 0);
  ask(times === (stands === 'ready' || isMark(held, id) ? 1 : 0), `${id} stands ${times} times in a ready list`);
  ask(tokens === token, `${id} runs in ${tokens || 'no claim'}, not in ${token || 'none'}`);
  ask(pairs(held.get('dead')).has(id) === isDead, `${id} is among the dead, or should be`);
  ask(endOf(outcome) === kindOf(task), `${id} has the outcome ${outcome}, and ended with ${end}`);
  if (stands === 'ended') {
    ask(tokenOf(outcome) === task.settledBy, `${id} was ended by ${tokenOf(outcome)}, not by ${task.settledBy}`);
    ask(state === undefined && alive === 0, `${id} has ended, and is not forgotten`);
  } else {
    const due = `${task.failures}:${task.lost}:${task.settledBy}`;
    ask((state ?? '0:0:') === due, `what is known of ${id} is ${state}, not ${due}`);
    ask(alive === task.alive, `${id} has ${alive} lost leases that do not count, not ${task.alive}`);
    ask(isRecord(held, id), `${id} has no record`);
  }
  return wrong;
}

function judgeCounts({ tasks }: World, held: Keys): readonly string[] {
  const [wrong, ask] = asking();
  const leased = tasks.filter(({ stands }) => stands === 'leased');
  const tokens = [...new Set(leased.map(({ token }) => token))].toSorted().join();
  const leases = [...pairs(held.get('l')).keys()].toSorted().join();
  const running = pairs(held.get('open')).get('*') ?? '0';
  const marks = pairs(held.get('cfg')).get('cancelled') ?? '0';
  const marked = tasks.filter(({ id }) => isMark(held, id)).length;
  ask(leases === tokens, `the leases are ${leases}, not ${tokens}`);
  ask(running === `${leased.length}`, `${running} of ${leased.length} running tasks are counted`);
  ask(marks === `${marked}`, `${marks} of ${marked} cancelled entries are counted`);
  ask(tasks.every(({ stands }) => stands !== 'ready') || held.get('m')?.length === 1, 'nobody would wake up');
  return wrong;
}

function asking(): readonly [wrong: readonly string[], ask: (isSo: boolean, what: string) => void] {
  const wrong: string[] = [];
  return [wrong, (isSo, what) => void (isSo || wrong.push(what))];
}

const pairs = (list: readonly string[] = []): ReadonlyMap<string, string> =>
  new Map(list.flatMap((name, at) => (at % 2 === 0 ? [[name, list[at + 1] ?? '']] : [])));

const readyIn = (held: Keys): readonly string[] => [0, 1, 2, 3, 4].flatMap((level) => held.get(`r:${level}`) ?? []);

/** The claims in which a task runs: those that came with it, and have not let it go. */
const tokensOf = (held: Keys, id: string): readonly string[] =>
  [...pairs(held.get('held'))].flatMap(([token, names]) => {
    const nth = names.split(' ').findIndex((name) => name.slice(1).split(':')[0] === id);
    return pairs(held.get('open')).get(token)?.[nth] === 'r' ? [token] : [];
  });

const isMark = (held: Keys, id: string): boolean => held.get(`t:${id}`)?.[0] === 'cancelled';

const isRecord = (held: Keys, id: string): boolean =>
  held.has(`t:${id}`) && !isMark(held, id) && !held.get(`t:${id}`)?.[0]?.startsWith('=');

/** What is stored of how a task ended, if anything is. */
export const outcomeIn = (held: Keys, id: string): string | undefined => {
  const [record = ''] = held.get(`t:${id}`) ?? [];
  return held.get(`o:${id}`)?.[0] ?? (record.startsWith('=') ? record : undefined);
};

/** The claim that wrote an outcome. */
const tokenOf = (outcome = ''): string => /^=(\d*)/.exec(outcome)?.[1] ?? '';

const endOf = (outcome: string | undefined): string =>
  /"code":"(\w+)"/.exec(outcome ?? '')?.[1] ?? (outcome ? 'value' : 'none');

const codes: Readonly<Record<TaskState['end'], string>> = {
  none: 'none',
  value: 'value',
  dead: 'GRAFLOW_TASK_FAILED',
  poison: 'GRAFLOW_TASK_POISON',
  cancelled: 'GRAFLOW_TASK_CANCELLED',
};
const kindOf = ({ end }: TaskState): string => codes[end];
