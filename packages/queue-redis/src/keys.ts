import type { StatePlace } from '@graflow/taskspec';

/**
 * The hash tag of one partition of a queue. Every key of the partition starts with it, so all of them live in one slot
 * of a cluster and a script may touch them together; scripts get the tag alone and build the keys below.
 *
 * | key | type | content |
 * |---|---|---|
 * | `:t:<id>` | string | the record, and once it is not needed any more the outcome: `=` + token, digest of the content, outcome, a line each; it expires, or has `:` + the time at which it is over behind the token; `group` for a group that is open |
 * | `:r:<level>` | list | ids that wait, and `@` + number + `:` + limit key, one list a priority level, 0 first |
 * | `:z` | sorted set | level + id of delayed tasks, by due time |
 * | `:l` | sorted set | tokens of claims, by end of the lease |
 * | `:held` | hash | token to the tasks that came with the claim: level + id, perhaps `:failures:lost leases`, with spaces between |
 * | `:open` | hash | token to a letter for each of these tasks: `r` it runs, `-` it left the claim, `=` it left an outcome that does not expire; under `*` how many run |
 * | `:past` | sorted set | token and tasks of claims that left such outcomes and have ended, by when these are over |
 * | `:a` | hash | id to `failures:lost leases:token` of tasks that came back from a claim, and the claim that gave it back; until they end |
 * | `:o:<id>` | string | an outcome whose record stays: of a dead letter, or of what was cancelled in a ready list; expires |
 * | `:dead` | sorted set | ids of dead letters, by time; their records stay |
 * | `:why` | hash | id to outcome of dead letters |
 * | `:p` | hash | id to how far the task is, from the first time it tells until it ends |
 * | `:x` | hash | id to `first refusal time` + workers that refused it |
 * | `:alive` | hash | id to the number of its lost leases that do not count, because their holder was alive |
 * | `:void:<token>` | set | ids of the tasks of a claim whose lease ended, until its holder is heard of; expires |
 * | `:w` | sorted set | workers, by when they were last seen |
 * | `:c:<sha>` | string | a text of by-value code |
 * | `:cc` | hash | sha to the number of records that name it |
 * | `:ccs` | hash | the same, counted anew by an auditor whose pass stands under `=`; expires |
 * | `:d:<key>` | string | id of the task that a deduplication key leads to; expires where there is a window |
 * | `:dk` | hash | id to deduplication key, where there is none |
 * | `:ddk` | hash | the same of dead letters, which do not hold it |
 * | `:need:<id>` | hash | what a task still waits for, and under `+` its level and due |
 * | `:dep:<id>` | list | the tasks that wait for this one, with @ the groups, and with > the numbers of other partitions (>= where they take its value) |
 * | `:after` | sorted set | `w` + level + id of tasks that wait for others and `g` + id of groups, by when their time is over; `+` or `-` + id of tasks that have ended, while others are told |
 * | `:g:<id>` | hash | a group that has not ended: member to ?, + or a code, and under `=` what it knows of itself |
 * | `:in` | hash | id to the tasks whose values it takes |
 * | `:v:<id>` | string | an outcome as in `:t:<id>`, while tasks take its value |
 * | `:vc` | hash | id to the number of tasks that take its value |
 * | `:audit` | string | there while an auditor has its turn |
 * | `:lim` | hash | the limits of the queue: `concurrency`, `count` starts in `per` ms, `raise`: after how many ms tasks are raised; of each key `key-concurrency`, `key-count`, `key-per`; of dead letters `dead-count`, `dead-age`, `dead-bytes` |
 * | `:lk` | hash | id to limit key, of tasks that have one, until they end |
 * | `:lane:<key>` | sorted set | ids of the tasks of a limit key that could be claimed if its limits allow it, by level and arrival |
 * | `:lanes` | hash | `+` + key to how many of its tasks are claimed, `@` + key to level and number of its ticket in a ready list; how many tasks are `=waiting` in lanes, how many `=tickets` stand in the ready lists |
 * | `:rest` | sorted set | limit keys that may start nothing now, by when they may |
 * | `:starts:<key>` | sorted set | starts of a limit key that still count, by their time; expires |
 * | `:most` | hash | there where the backlog has a limit: `count` tasks may wait and take `bytes`, and producers `wait` ms for room; `full` is `drop-oldest` where waiting tasks give way |
 * | `:len` | hash | there where the backlog has a limit in bytes: id to the bytes of its record, until it ends; of all under `*` |
 * | `:kept` | hash | there where outcomes have a limit in bytes: `most` bytes, and `sum`, how many those in `:kl` take |
 * | `:kl` | list | outcomes by when they were stored: token, bytes, id |
 * | `:age` | hash | of each ready list but the first: when it was looked at, and how many tasks have stood there since |
 * | `:rate` | sorted set | starts that still count, by their time |
 * | `:cron` | sorted set | ids of schedules, by their next tick |
 * | `:cron:<id>` | hash | a schedule: times, name, and what the tasks of its ticks are made from |
 * | `:seq` | string | the last lease token |
 * | `:k` | stream | running tasks that were cancelled in the last minute: entry, token, reason |
 * | `:cfg` | hash | `paused`: 1; `partitions`: how many, in the first of several; `cancelled`: how many cancelled tasks still stand in a ready list, with the record `cancelled` |
 * | `:on` | hash | there while somebody listens to events: epoch, number of the last one, how many are kept, and their bytes; expires |
 * | `:ev` | stream | the events of one script each, the number of the last one in its id; expires |
 * | `:ob` | stream | what this partition has for others: to which, and what it says, packed |
 * | `:ib` | hash | partition to the last entry of its outbox that was taken here |
 * | `:watched` | hash | id of a task, and as they stand in its list, another partition that waits for it |
 * | `:m` | list | at most one marker, pushed when something waits |
 * | `:s:<id>:<key>` | string | a value of a state |
 * | `:sig:<id>:<name>` | list | signals that nobody has received: until when each is kept, and its value; expires |
 * | `:pos` | set | ids of tasks that wrote to states and may run again |
 * | `:pos:<id>` | hash | position of a write to what it was and what it gave |
 * | `:sw:<write>` | string | the same of a write from elsewhere; expires |
 * | `:cat` | hash | name to the record of what is published under it, and `=` + name to its code |
 * | `:told` | channel | places of states and signals that were written |
 * | `:done` | channel | ids that have an outcome now, a small one behind its id |
 *
 * `:a` holds one field more while it holds any, 65 dashes, which makes Redis keep it as a table however small it is.
 */
export const partitionTag = (prefix: string, queue: string, partition: number): string =>
  `{${prefix}:${queue}:${partition}}`;

export const recordKey = (tag: string, taskId: string): string => `${tag}:t:${taskId}`;
export const outcomeKey = (tag: string, taskId: string): string => `${tag}:o:${taskId}`;
export const readyKey = (tag: string, level: number): string => `${tag}:r:${level}`;
export const codeKey = (tag: string, hash: string): string => `${tag}:c:${hash}`;
/** What a cancel leaves in place of a record that stands in a ready list. No record is it: they begin with their version. */
export const cancelledRecord = 'cancelled';
/** What stands in place of a record while a group is open, so that no task gets its id. */
export const groupMark = 'group';
/** What an outcome begins with, as no record does. */
export const outcomeMark = '=';

export const cancelledKey = (tag: string): string => `${tag}:k`;
export const deadKey = (tag: string): string => `${tag}:dead`;
export const deadReasonsKey = (tag: string): string => `${tag}:why`;
export const progressKey = (tag: string): string => `${tag}:p`;
export const backlogKey = (tag: string): string => `${tag}:most`;
export const keptKey = (tag: string): string => `${tag}:kept`;
export const limitsKey = (tag: string): string => `${tag}:lim`;
export const schedulesKey = (tag: string): string => `${tag}:cron`;
export const scheduleKey = (tag: string, id: string): string => `${tag}:cron:${id}`;
export const settingsKey = (tag: string): string => `${tag}:cfg`;
export const markerKey = (tag: string): string => `${tag}:m`;
export const statePlace = ({ kind, id, key }: StatePlace): string => `${kind === 'state' ? 's' : 'sig'}:${id}:${key}`;
export const catalogKey = (tag: string): string => `${tag}:cat`;
export const outboxKey = (tag: string): string => `${tag}:ob`;
export const heldKey = (tag: string): string => `${tag}:held`;
export const openKey = (tag: string): string => `${tag}:open`;
export const toldChannel = (tag: string): string => `${tag}:told`;
export const doneChannel = (tag: string): string => `${tag}:done`;
