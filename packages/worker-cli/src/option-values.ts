import { badValue, givenTwice } from './errors.ts';
import { type OptionName, type OptionSpec, optionTable } from './option-table.ts';

/** What was given for an option, and where: for messages. */
export interface GivenValue {
  readonly text: string;
  readonly from: string;
}

/** What the command line and the environment say, before it is understood: command line, else environment. */
export class OptionValues {
  readonly #flags: Readonly<Record<string, unknown>>;
  readonly #env: Readonly<Record<string, string | undefined>>;

  constructor(flags: Readonly<Record<string, unknown>>, env: Readonly<Record<string, string | undefined>>) {
    this.#flags = flags;
    this.#env = env;
  }

  /** Reads an option by `parse`, or gives undefined where it was not given. */
  read<Value>(name: OptionName, parse: (given: GivenValue) => Value): Value | undefined {
    const given = this.#given(name);
    return given && parse(given);
  }

  /** Reads a list: repeated, or with commas. */
  list(name: OptionName): readonly string[] | undefined {
    return this.read(name, ({ text }) =>
      text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    );
  }

  /** Tells whether a flag was given. */
  flag(name: OptionName): boolean {
    return this.#flags[name] === true;
  }

  #given(name: OptionName): GivenValue | undefined {
    const flag = this.#flags[name];
    if (flag !== undefined) return { text: textOf(name, flag), from: `--${name}` };
    const variable = optionTable[name].env.find((candidate) => (this.#env[candidate] ?? '') !== '');
    return variable === undefined ? undefined : { text: this.#env[variable] as string, from: variable };
  }
}

function textOf(name: OptionName, flag: unknown): string {
  const spec: OptionSpec = optionTable[name];
  if (Array.isArray(flag) && spec.isList !== true) throw givenTwice(name);
  const text = String(flag);
  if (text.trim() === '') throw badValue(`--${name}`, undefined, 'followed by a value');
  return text;
}
