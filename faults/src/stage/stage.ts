import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis, type StartRedisOptions } from '@graflow-tooling/redis-server';
import type { Entry } from '../log/entry.ts';
import { LogReader } from '../log/log-reader.ts';
import { type Logger, openLog } from '../log/logger.ts';
import { openProxy, type Proxy, type ProxyPlace } from '../injuries/proxy.ts';
import { type Participant, type ProcessWish, type Program, startParticipant } from '../participants/participant.ts';
import type { SimulationSettings } from '../participants/settings.ts';
import type { Random } from '../plan/random.ts';
import { injurableRedis, type InjurableRedis } from '../injuries/injurable-redis.ts';
import { graflow } from '../subjects/graflow.ts';
import type { Subject } from '../subjects/subject.ts';
import { usedMemory } from './redis-look.ts';
import type { WorkerWish } from './worker-wish.ts';
import { type Crew, keepCrew } from './crew.ts';
import type { Ground, Place } from './ground.ts';
import { type ProducerHandle, producerOf } from './producer-handle.ts';

/**
 * Where one scenario plays once: its Redis, its participants, its logs. Everything ends with it.
 */
export class Stage implements AsyncDisposable {
  /** Every decision of the scenario comes from here. */
  readonly random: Random;
  /** Whether this is the small form, which CI plays. */
  readonly isSmall: boolean;
  /** Whose queue and workers play. */
  readonly subject: Subject;
  /** Where its logs are, and what a scenario writes. */
  readonly directory: string;
  readonly #say: Logger;
  readonly #reader: LogReader;
  readonly #participants: Participant[] = [];
  readonly #endings: (() => Promise<unknown> | void)[] = [];
  #redis: InjurableRedis | undefined;
  #ground: Ground | undefined;
  #keepsLogs = false;

  private constructor(directory: string, random: Random, isSmall: boolean, subject: Subject) {
    this.directory = directory;
    this.random = random;
    this.isSmall = isSmall;
    this.subject = subject;
    this.#say = openLog(join(directory, 'harness.log'), 'harness');
    this.#reader = new LogReader(directory);
  }

  /** Opens an empty stage. */
  static async open(random: Random, isSmall: boolean, subject = graflow): Promise<Stage> {
    return new Stage(await mkdtemp(join(tmpdir(), 'graflow-faults-')), random, isSmall, subject);
  }

  /** The Redis of this stage. */
  get redis(): InjurableRedis {
    if (this.#redis === undefined) throw new Error('This scenario has not started its Redis yet.');
    return this.#redis;
  }

  /** How a participant reaches the queue. */
  get place(): Place {
    return this.#standing().place;
  }

  /** Starts the Redis; with a log that is synced at each write unless asked otherwise, and a queue of one partition. */
  async startRedis(options: StartRedisOptions = { appendOnly: true }, partitions = 1): Promise<InjurableRedis> {
    const server = await startRedis({ own: true, ...options });
    const place = options.tls ? { connection: server.connection } : { url: server.url };
    this.standOn({ place: { ...place, partitions }, master: async () => server }, () => server.stop());
    this.#redis = injurableRedis(server, this.#say);
    return this.#redis;
  }

  /** Stands on servers that a scenario started; they end with the stage. */
  standOn(ground: Ground, end: () => Promise<unknown>): void {
    this.#ground = ground;
    this.#endings.push(end);
  }

  /** Opens a place where the network between one participant and Redis can break. */
  async openProxy(place?: Partial<ProxyPlace>): Promise<Proxy> {
    const proxy = await openProxy(this.redis.port, place);
    this.#endings.push(() => proxy.close());
    return proxy;
  }

  /** Starts a worker, and waits until it claims, or has said why it cannot start. */
  async startWorker(wish: WorkerWish = {}): Promise<Participant> {
    const { concurrency = 4, isolation = 'none', stopMs = 2_000, via, queue, secret, resolverId, modules } = wish;
    const place = { ...this.#placeOf(via), prefix: 'faults', ...queue };
    const options = { concurrency, isolation, ...(resolverId === undefined ? {} : { resolverId }) };
    return this.#start(this.subject.worker, { queue: place, options, stopMs, secret, modules }, wish);
  }

  /** Starts several workers. */
  startWorkers(count: number, wish: WorkerWish = {}): Promise<readonly Participant[]> {
    return Promise.all(Array.from({ length: count }, () => this.startWorker(wish)));
  }

  /** Starts several workers, and a new one for each that ends. */
  keepWorkers(count: number, wish: WorkerWish = {}): Promise<Crew> {
    return keepCrew(count, () => this.startWorker(wish));
  }

  /** Starts a producer, which enqueues until it is told that its tasks are there. */
  async startProducer(
    wish: Pick<WorkerWish, 'via' | 'queue' | 'secret' | 'env' | 'cwd'> & { readonly atOnce?: number } = {},
  ): Promise<ProducerHandle> {
    const { via, queue, secret, atOnce = 16 } = wish;
    const place = { ...this.#placeOf(via), prefix: 'faults', ...queue };
    return producerOf(await this.#start(this.subject.producer, { queue: place, secret, atOnce }, wish), this.#reader);
  }

  /** Starts a process that runs random programs on a queue. */
  startSimulation(settings: Omit<SimulationSettings, 'name' | 'log'>): Promise<Participant> {
    return this.#start('simulation', settings);
  }

  /** Says something in the log of the harness: an injury that no participant brought about by itself. */
  readonly say: Logger = (fact) => this.#say(fact);

  /** Asks nothing of tasks any more that were destroyed on purpose. */
  forget(ids: readonly string[]): void {
    this.#say({ kind: 'forgotten', ids });
  }

  /** Says what Redis uses; nothing while it cannot be asked. */
  async noteMemory(moment: 'before' | 'during' | 'after'): Promise<void> {
    const bytes = await usedMemory(this.redis.url);
    if (bytes !== undefined) this.#say({ kind: 'memory', who: 'redis', moment, bytes });
  }

  /** Everything that was said so far. */
  entries(): readonly Entry[] {
    return this.#reader.read();
  }

  /** Waits until something was said; see {@link LogReader.until}. */
  until<T>(what: string, find: (entries: readonly Entry[]) => T | undefined, withinMs = 0): Promise<T> {
    return this.#reader.until(what, find, Math.max(withinMs, this.subject.patienceMs));
  }

  /** Waits until every task has its outcome, and notes it, and where Redis still holds something. */
  collect(ids: readonly string[], withinMs?: number): Promise<void> {
    return this.subject.collect(this.#standing(), ids, this.#say, withinMs);
  }

  /** Tells every participant to stop, waits until all are gone, and gives what all of them said. */
  async close(): Promise<readonly Entry[]> {
    for (const participant of this.#participants) participant.terminate();
    const deadline = AbortSignal.timeout(15_000);
    const late = new Promise((resolve) => deadline.addEventListener('abort', resolve));
    await Promise.race([Promise.all(this.#participants.map(({ gone }) => gone)), late]);
    return this.entries();
  }

  /** Leaves the logs where they are, for somebody to read. */
  keepLogs(): string {
    this.#keepsLogs = true;
    return this.directory;
  }

  /** Ends everything, gently or not. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#participants.map((participant) => participant.remove()));
    for (const end of this.#endings.reverse()) await end();
    if (!this.#keepsLogs) await rm(this.directory, { recursive: true, force: true });
  }

  #standing(): Ground {
    if (this.#ground === undefined) throw new Error('This scenario has not started its Redis yet.');
    return this.#ground;
  }

  #placeOf(via: Proxy | undefined): Place {
    return via === undefined ? this.place : { url: via.url, partitions: this.place.partitions };
  }

  async #start(program: Program, settings: object, process: ProcessWish = {}): Promise<Participant> {
    const name = `${program}-${this.#participants.length + 1}`;
    const log = join(this.directory, `${name}.log`);
    const told = { name, log, ...settings };
    const participant = startParticipant(program, told, this.#say, process);
    this.#participants.push(participant);
    await this.until(`${name} is ready`, (said) =>
      said.find(({ kind, by }) => (kind === 'ready' || kind === 'notStarted') && by === name),
    );
    return participant;
  }
}
