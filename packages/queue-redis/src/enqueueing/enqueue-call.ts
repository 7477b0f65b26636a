import type { Connection } from '../connection/connection.ts';
import type { ScriptArgument } from '../connection/packed-arguments.ts';
import { runScript } from '../connection/script.ts';
import { enqueueScript } from '../scripts/enqueue.ts';
import type { CodeStore } from './code-store.ts';
import type { PreparedTask } from './prepared-task.ts';

/** Texts of by-value code, by their SHA-256. */
export type CodeTexts = ReadonlyMap<string, string>;

/** What one call of the script adds. */
interface EnqueueRequest {
  readonly tasks: readonly PreparedTask[];
  readonly texts: CodeTexts;
  /** Whether texts go along that Redis probably has. */
  readonly withTexts: boolean;
}

/** Runs the script that adds tasks, and gives its answer. @throws QueueRedisError */
export async function callEnqueue(
  connection: Connection,
  tag: string,
  code: CodeStore,
  { tasks, texts, withTexts }: EnqueueRequest,
): Promise<readonly string[]> {
  const args: ScriptArgument[] = [texts.size];
  for (const [hash, text] of texts) args.push(hash, code.knows(hash) && !withTexts ? '' : text);
  args.push(tasks.length);
  for (const task of tasks) args.push(...task.args);
  const reply = await runScript(connection, enqueueScript, tag, args);
  for (const [hash, text] of texts) code.remember(hash, text);
  return [reply].flat().map(String);
}

/** The texts that tasks name, each once. */
export const textsOf = (tasks: readonly PreparedTask[]): CodeTexts =>
  new Map(tasks.flatMap(({ code }) => (code.size === 0 ? [] : [...code])));
