import { readFileSync } from 'node:fs'

import { runCli } from '#cli'
import { createPinoLogger, loadConfig, type Config } from '#platform'

/** Runs the command `wassette` with the arguments after its name and returns its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const shutdown = new AbortController()
  const stop = () => shutdown.abort()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.once(signal, stop)
  // Whoever read our output is gone: without these listeners the error would end the process with a stack trace.
  process.stdout.on('error', stop)
  process.stderr.on('error', () => {})
  try {
    return await runCli(args, {
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
      version: packageVersion(),
      signal: shutdown.signal,
      loadConfig,
      compose,
    })
  } finally {
    for (const signal of signals) process.off(signal, stop)
  }
}

async function compose(config: Config) {
  const logger = await createPinoLogger(config.logLevel)
  for (const warning of config.warnings) logger.warn({}, warning)
  const { composeComponents } = await import('./compose.ts')
  return { components: await composeComponents(config, { logger }), logger }
}

function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest
  return hasVersion ? String(manifest.version) : 'unknown'
}
