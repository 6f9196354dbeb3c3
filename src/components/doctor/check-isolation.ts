import { describeError } from '#platform'
import { chooseIsolation, type IsolationChoice, type IsolationMode } from '#sandbox'

import { type Check, failure, ok, warning } from './check.ts'

const NAME = 'Isolation'

/** Looks for the layer of the operating system around sandbox processes, and tries it. */
export async function checkIsolation(mode: IsolationMode, path: string): Promise<Check> {
  try {
    return describe(await chooseIsolation({ mode, platform: process.platform, path }), mode)
  } catch (error) {
    return failure(NAME, describeError(error), 'install it, or choose --isolation auto')
  }
}

function describe({ isolation, missing }: IsolationChoice, mode: IsolationMode): Check {
  if (missing === null) return ok(NAME, `${isolation.name} around every sandbox process`)
  const next = mode === 'process' ? 'choose --isolation auto' : missing
  return warning(NAME, "none by the operating system; Node's permission model alone", next)
}
