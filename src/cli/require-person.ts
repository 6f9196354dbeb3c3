import type { Config } from '#platform'

import type { CliContext } from './cli-context.ts'
import { confirm } from './confirm.ts'
import { ExitError } from './exit-error.ts'
import { ShownOutput } from './output/shown-output.ts'

/** Who decides, and what stands in for an answer. */
export interface Decider {
  readonly context: CliContext
  readonly config: Config
  /** `--yes`: counts where the operator's settings say so. */
  readonly yes?: boolean | undefined
}

/** Returns when a person at a terminal allows what `question` shows. @throws ExitError where the person does not, or nobody is there */
export async function requirePerson(question: string, decider: Decider): Promise<void> {
  if (!(await askPerson(question, decider))) throw new ExitError('Nothing is allowed by this.')
}

/**
 * Whether a person at a terminal allows what `question` shows.
 *
 * A model with a shell runs the command that a denial names as well as a person does; it has no terminal.
 *
 * @throws ExitError where nobody is there
 */
export async function askPerson(question: string, { context, config, yes }: Decider): Promise<boolean> {
  if (yes === true && config.policy.isUnattendedAllowed) return true
  const terminal = context.openTerminal()
  if (terminal === null) throw new ExitError(nobodyIsThere(yes))
  const { input, output } = terminal
  try {
    const conversation = { input, output: new ShownOutput(output), signal: context.signal }
    return await confirm(`${question}\nAllow it?`, conversation)
  } finally {
    terminal.close()
  }
}

function nobodyIsThere(yes: boolean | undefined): string {
  const message = 'Error: A person has to decide on this, at a terminal, and there is none here'
  if (yes !== true) return message
  return `${message}; '--yes' takes the place of an answer where 'unattended_grants' is set in the configuration file`
}
