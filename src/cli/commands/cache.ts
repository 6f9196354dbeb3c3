import { Command } from 'commander'

import type { Cache } from '#components'

import type { CliContext } from '../cli-context.ts'
import { ExitError } from '../exit-error.ts'
import { describeListing, printableListing } from '../format-cache.ts'
import { formatOutput, type OutputFormat } from '../output-format.ts'
import type { CommonFlags } from '../with-components.ts'
import { outputOption } from './output-option.ts'

type CacheFlags = CommonFlags & { readonly outputFormat: OutputFormat }

/** `cache list|verify`: what was fetched and made ready to run, why it is kept, and whether it is whole. */
export function cacheCommand(context: CliContext): Command {
  const cache = new Command('cache').description('Look after what was downloaded and made ready to run')
  cache
    .command('list')
    .description('Show what is kept, how large it is, when it was last used, and why it is kept')
    .addOption(outputOption().default('table'))
    .action((_flags, command: Command) => list(context, command.optsWithGlobals<CacheFlags>()))
  cache
    .command('verify')
    .description('Hash all of it again and remove what was damaged')
    .addOption(outputOption().default('table'))
    .action((_flags, command: Command) => verify(context, command.optsWithGlobals<CacheFlags>()))
  return cache
}

async function list(context: CliContext, flags: CacheFlags): Promise<void> {
  const listing = await (await openCache(context, flags)).list()
  const { outputFormat } = flags
  const isTable = outputFormat === 'table'
  const output = isTable
    ? describeListing(listing)
    : await formatOutput(printableListing(listing), outputFormat)
  context.stdout.write(`${output}\n`)
}

async function verify(context: CliContext, flags: CacheFlags): Promise<void> {
  const { checked, damaged } = await (await openCache(context, flags)).verify()
  const status = damaged.length === 0 ? 'ok' : 'damaged'
  const { outputFormat } = flags
  const isTable = outputFormat === 'table'
  const lines = [
    ...damaged.map(({ kind, digest }) => `damaged, removed  ${kind.padEnd(8)}  ${digest}`),
    `${checked} checked, ${damaged.length} damaged`,
  ]
  const output = isTable ? lines.join('\n') : await formatOutput({ status, checked, damaged }, outputFormat)
  context.stdout.write(`${output}\n`)
  if (damaged.length > 0) {
    throw new ExitError('Error: What was damaged is removed: it is fetched or made again when it is needed')
  }
}

async function openCache(context: CliContext, flags: CacheFlags): Promise<Cache> {
  const config = await context.loadConfig({
    componentDir: flags.componentDir ?? flags.pluginDir,
    defaultLogLevel: 'warn',
  })
  return context.openCache(config)
}
