import { createHash } from 'node:crypto';
import { type AnyTask, checkTaskName, type TaskEnvelope } from '@graflow/resolver';
import { publishedInvalid, publishUnsigned } from '../errors.ts';
import { defaultMaxPayloadBytes } from '../payload/payload-codec.ts';
import type { PublishOptions } from '../queue/task-publishing.ts';
import type { SpecBinding } from '../spec/spec-binding.ts';
import { TaskSpec } from '../spec/task-spec.ts';
import { type Arrival, openRecord } from './open-record.ts';
import { encodeRecord, type EncodedRecord, type RecordAddress, type StoredEnvelope } from './spec-record.ts';

/** How many functions a queue keeps under names. */
export const mostPublished = 1_000;

/**
 * Makes the envelope of a function that is published: by value, whatever its defaults say.
 *
 * @throws ResolverError `GRAFLOW_TASK_NAME_INVALID`; TaskSerializationError
 */
export async function envelopeToPublish(
  name: string,
  fn: AnyTask,
  { capture }: PublishOptions,
  { registry, resolverId }: SpecBinding,
): Promise<TaskEnvelope> {
  const envelope = await registry.get(resolverId).serializeTask(fn, 'pickle', capture);
  return { ...envelope, name: checkTaskName(name) };
}

/**
 * Writes what is published as a signed record of its own: its id and its only argument are its name, so that neither the
 * record of a task nor that of another name can stand in its place.
 *
 * @throws TaskSpecError `GRAFLOW_PUBLISH_UNSIGNED`
 */
export async function encodePublished(
  name: string,
  envelope: TaskEnvelope,
  address: RecordAddress,
): Promise<EncodedRecord> {
  if (address.keys === undefined) throw publishUnsigned(name);
  const task = { taskId: idOfPublished(name), name, resolverId: 'default', args: [name], options: {} };
  const spec = TaskSpec.arrived({ ...task, loadEnvelope: () => envelope });
  return encodeRecord(await spec.ensureSerialized(), address);
}

/**
 * Judges what a queue keeps under a name, before anything of it is used: size, form, address, policy and signature. It
 * does not expire.
 *
 * @throws TaskSpecError `GRAFLOW_PUBLISHED_INVALID`
 */
export function openPublished(
  name: string,
  bytes: Buffer,
  arrival: Omit<Arrival, 'taskId' | 'now' | 'outcomeOf'>,
): StoredEnvelope {
  const { maxPayloadBytes = defaultMaxPayloadBytes } = arrival;
  if (bytes.length > maxPayloadBytes) throw publishedInvalid(name, `It is ${bytes.length} bytes.`);
  const verdict = openRecord(bytes, { ...arrival, taskId: idOfPublished(name), now: 0 });
  if (verdict.verdict !== 'good') throw publishedInvalid(name, verdict.reason.failure.message);
  const { envelope, args, header } = verdict;
  if (header.strategy !== 'pickle' || header.name !== name || args.length !== 1 || args[0] !== name)
    throw publishedInvalid(name, 'It was made for something else.');
  return envelope;
}

const idOfPublished = (name: string): string => `published.${createHash('sha256').update(name).digest('base64url')}`;
