import { type Config, describeError } from '#platform'
import { chooseIsolation, hasProcessLimits, type IsolationChoice, type IsolationMode } from '#sandbox'

import { type Check, failure, ok, warning } from './check.ts'

const NAME = 'Isolation'

/** Looks for the layer of the operating system around sandbox processes, tries it, and says what cannot be done without. */
export async function checkIsolation({
  isolation: mode,
  programPath: path,
  wallDir: folder,
}: Config): Promise<readonly Check[]> {
  try {
    const choice = await chooseIsolation({ mode, platform: process.platform, path, folder })
    return [describe(choice, mode), describeFilter(choice), describeLimits(), describeShare(choice)]
  } catch (error) {
    return [failure(NAME, describeError(error), 'install it, or choose --isolation auto')]
  }
}

function describeFilter({ isolation }: IsolationChoice): Check {
  const name = 'System calls'
  if (isolation.filtersSystemCalls) return ok(name, 'a filter with a list of what is allowed')
  const next = 'on Linux, for x64 and arm64, install bubblewrap, or util-linux 2.41'
  return warning(name, 'not filtered', next)
}

function describeLimits(): Check {
  const name = 'Process limits'
  if (hasProcessLimits()) return ok(name, 'open files, and no core file')
  return warning(name, 'sandbox processes have those of the server', 'on Linux, install util-linux')
}

function describeShare({ isolation }: IsolationChoice): Check {
  const name = 'Processor share'
  if (isolation.endsWithHost) return ok(name, "a policy's 'cpu' is kept")
  const next = 'on Linux, install bubblewrap or util-linux; elsewhere set a timeout, which is kept'
  return warning(
    name,
    "a policy's 'cpu' has no effect here: a stopped process would outlive the server",
    next,
  )
}

function describe({ isolation, missing }: IsolationChoice, mode: IsolationMode): Check {
  if (missing === null) return ok(NAME, `${isolation.name} around every sandbox process`)
  const without = "none by the operating system; Node's permission model alone"
  if (mode === 'process') return warning(NAME, without, 'choose --isolation auto')
  return warning(
    NAME,
    `${without}, so components with files or network do not run`,
    `${missing}; or do without by 'isolation = "process"' in config.toml, WASSETTE_ISOLATION=process or, for a server, --isolation process`,
  )
}
