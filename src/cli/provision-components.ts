import { readProvisioning } from '#components'
import type { Config } from '#platform'

import type { CliContext, Composition } from './cli-context.ts'
import type { ServerFlags } from './commands/server-flags.ts'
import { ExitError } from './exit-error.ts'

/** Installs what `--manifest` names, before anything is served. @throws ExitError when something fails that has to be there */
export async function provisionComponents(
  context: CliContext,
  { components, hideValue, logger }: Composition,
  { config, flags }: { readonly config: Config; readonly flags: ServerFlags },
): Promise<void> {
  if (flags.manifest === undefined) return
  const provisioning = await readProvisioning(flags.manifest)
  const failures = await components.provision(provisioning, {
    environment: config.secrets.environment,
    hideValue,
    signal: context.signal,
  })
  for (const { uri, error } of failures) {
    logger.error({ component: uri, reason: error.message }, 'A component of the manifest cannot be installed')
  }
  if (failures.length === 0 || flags.continueOnProvisioningFailure) return
  const reasons = failures.map(({ uri, error }) => `Error: Failed to provision '${uri}': ${error.message}`)
  throw new ExitError(
    [...reasons, "Nothing is served; put it right, or use '--continue-on-provisioning-failure'"].join('\n'),
  )
}
