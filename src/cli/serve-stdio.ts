import { serveOverStdio } from '#mcp'

import type { CliContext } from './cli-context.ts'
import type { ServerFlags } from './commands/server-flags.ts'
import { provisionComponents } from './provision-components.ts'
import { commonSettings } from './with-components.ts'

/** Serves MCP on stdin and stdout until the client leaves or the process is asked to end. */
export async function serveStdio(context: CliContext, flags: ServerFlags): Promise<void> {
  const config = await context.loadConfig({
    ...commonSettings(flags),
    env: flags.env,
    envFile: flags.envFile,
    isolation: flags.isolation,
    grants: flags.grants,
  })
  const composition = await context.compose(config, 'client')
  const { components, logger } = composition
  const [cache, stopping] = [await context.openCache(config), new AbortController()]
  try {
    await provisionComponents(context, composition, { config, flags })
    logger.info({ version: context.version, componentDir: config.componentDir }, 'Serving MCP over stdio')
    components.follow()
    void cache.collectLater({ logger, signal: stopping.signal })
    await serveOverStdio({
      components,
      logger,
      version: context.version,
      builtinTools: !flags.disableBuiltinTools,
      grants: config.policy.grants,
      input: context.stdin,
      output: context.stdout.stream,
      signal: context.signal,
    })
  } finally {
    stopping.abort()
    await components.close()
  }
}
