import { readFileSync } from 'node:fs'

import { runCli, type Principal } from '#cli'
import { createPinoLogger, loadConfig, redactingLogger, Redactor, type Config } from '#platform'

/** Runs the command `wassette` with the arguments after its name and returns its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const shutdown = new AbortController()
  const stop = () => shutdown.abort()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.once(signal, stop)
  const isOutputLost = followOutput(stop)
  try {
    const exitCode = await runCli(args, {
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
      version: packageVersion(),
      signal: shutdown.signal,
      loadConfig,
      compose,
      openAuthoring,
      openCache: async (config) => (await import('./compose.ts')).composeCache(config),
      openBundles: async (config) => (await import('./compose.ts')).composeBundles(config),
    })
    return (await isOutputLost()) && exitCode === 0 ? 1 : exitCode
  } finally {
    for (const signal of signals) process.off(signal, stop)
  }
}

/**
 * Calls `stop` when stdout cannot be written any more, where Node would end the process with a stack trace.
 *
 * Returns what says whether anything is lost, such as on a full disk. A reader that leaves, as `head` does, wants no more.
 */
function followOutput(stop: () => void): () => Promise<boolean> {
  let isLost = false
  process.stderr.on('error', () => {})
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    stop()
    if (error.code === 'EPIPE' || isLost) return
    isLost = true
    process.stderr.write(`Error: The output cannot be written: ${error.message}\n`)
  })
  return async () => {
    await new Promise((resolve) => void process.stdout.write('', resolve))
    return isLost
  }
}

async function compose(config: Config, principal: Principal = 'operator') {
  const redactor = new Redactor()
  const logger = redactingLogger(await createPinoLogger(config.logLevel), redactor)
  for (const warning of config.warnings) logger.warn({}, warning)
  const { composeRooms } = await import('./compose.ts')
  const hideValue = (value: string): void => redactor.add(value)
  return { ...(await composeRooms(config, { logger, redactor, principal })), hideValue, logger }
}

async function openAuthoring(config: Config) {
  const logger = await createPinoLogger(config.logLevel)
  return (await import('./compose.ts')).composeAuthoring(config, logger)
}

function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest
  return hasVersion ? String(manifest.version) : 'unknown'
}
