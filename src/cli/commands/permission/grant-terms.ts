import type { Command } from 'commander'

import { FOR_GOOD, type GrantTerms, parseDuration } from '#policy'

import { ExitError } from '../../exit-error.ts'

const USAGE_ERROR = 2

/** How long a grant lasts, as flags say it. */
export interface TermFlags {
  readonly for?: string
  readonly once?: boolean
}

/** Adds `--for` and `--once`. */
export function addTermFlags(command: Command): Command {
  return command
    .option('--for <duration>', "only for so long, such as '30m' or '24h'")
    .option('--once', 'only for the next call of the component')
}

/** Reads them. @throws ExitError, CodedError `QUANTITY_INVALID` */
export function termsOf(flags: TermFlags): GrantTerms {
  if (flags.once && flags.for !== undefined) {
    throw new ExitError("error: '--once' and '--for' cannot be used together", USAGE_ERROR)
  }
  if (flags.once) return { expires: null, uses: 1 }
  return flags.for === undefined ? FOR_GOOD : { expires: Date.now() + parseDuration(flags.for), uses: null }
}
