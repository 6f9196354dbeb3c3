import { Command } from 'commander'

import type { Cache } from '#components'
import { parseByteSize, parseTimeSpan } from '#platform'

import type { CliContext } from '../cli-context.ts'
import { ExitError } from '../exit-error.ts'
import {
  describeCollection,
  describeListing,
  printableCollection,
  printableListing,
} from '../output/format-cache.ts'
import { formatOutput, type OutputFormat } from '../output/output-format.ts'
import { commonSettings, type CommonFlags } from '../with-components.ts'
import { outputOption } from './output-option.ts'

type CacheFlags = CommonFlags & { readonly outputFormat: OutputFormat }

type CollectFlags = CacheFlags & {
  readonly grace: string
  readonly maxSize?: string
  readonly dryRun?: boolean
}

/** `cache list|verify|gc`: what was fetched and made ready to run, why it is kept, and whether it is whole. */
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
  cache
    .command('gc')
    .description('Remove what nobody needs any more')
    .option('--grace <time>', 'keep what was used within this time, such as 30m, 24h or 7d', '24h')
    .option('--max-size <size>', 'then keep at most this much, such as 5GiB; the setting unless given')
    .option('--dry-run', 'only show what would go')
    .addOption(outputOption().default('table'))
    .action((_flags, command: Command) => collect(context, command.optsWithGlobals<CollectFlags>()))
  return cache
}

async function collect(context: CliContext, flags: CollectFlags): Promise<void> {
  const { maxSize, grace, dryRun, outputFormat } = flags
  const options = {
    graceMs: parseTimeSpan(grace, '--grace'),
    maxBytes: maxSize === undefined ? undefined : parseByteSize(maxSize, '--max-size'),
    isDryRun: dryRun,
    signal: context.signal,
  }
  const collection = await (await openCache(context, flags)).collect(options)
  const output =
    outputFormat === 'table'
      ? describeCollection(collection, { isDryRun: dryRun === true })
      : await formatOutput(printableCollection(collection), outputFormat)
  context.stdout.write(`${output}\n`)
}

async function list(context: CliContext, flags: CacheFlags): Promise<void> {
  const listing = await (await openCache(context, flags)).list({ signal: context.signal })
  const { outputFormat } = flags
  const isTable = outputFormat === 'table'
  const output = isTable
    ? describeListing(listing)
    : await formatOutput(printableListing(listing), outputFormat)
  context.stdout.write(`${output}\n`)
}

async function verify(context: CliContext, flags: CacheFlags): Promise<void> {
  const { checked, damaged } = await (await openCache(context, flags)).verify({ signal: context.signal })
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
  return context.openCache(await context.loadConfig({ ...commonSettings(flags), defaultLogLevel: 'warn' }))
}
