import { Command } from 'commander'

import type { BundledGrant } from '#components'
import { type Config, quotedText } from '#platform'

import type { CliContext } from '../cli-context.ts'
import { requirePerson } from '../require-person.ts'
import { commonSettings, type CommonFlags, flagsAgain, withComponents } from '../with-components.ts'
import { yesOption } from './yes-option.ts'

type BundleFlags = CommonFlags & { readonly withGrants?: boolean; readonly yes?: boolean }

/** `bundle export|import`: components in one file, for machines that reach no registry. */
export function bundleCommand(context: CliContext): Command {
  const bundle = new Command('bundle').description('Carry components to machines that reach no registry')
  const exporting = bundle.command('export')
  exporting
    .description('Write components, signatures, the wishes of their authors and their locks into one file')
    .argument('<file>', 'the archive to write, an OCI image layout')
    .argument('[name...]', 'ids or references; everything that is installed unless given')
    .option('--with-grants', 'also what was granted to them here')
    .action((file: string, names: readonly string[]) =>
      exportBundle(context, { file, names }, exporting.optsWithGlobals<BundleFlags>()),
    )
  const importing = bundle.command('import')
  importing
    .description('Take what was exported into the content store and the lock file, after a look at all of it')
    .argument('<file>', 'what "bundle export" wrote')
    .option('--with-grants', 'also load the components that bring grants along, and grant that')
    .addOption(yesOption())
    .action((file: string) => importBundle(context, file, importing.optsWithGlobals<BundleFlags>()))
  return bundle
}

interface Export {
  readonly file: string
  readonly names: readonly string[]
}

async function exportBundle(context: CliContext, { file, names }: Export, flags: BundleFlags): Promise<void> {
  const config = await settingsOf(context, flags)
  const bundles = await context.openBundles(config)
  const { signal } = context
  const options = { withGrants: flags.withGrants === true, sourceDate: config.sourceDate, signal }
  const { references, left, grants } = await bundles.export(file, names, options)
  for (const reference of left) {
    context.stderr.write(`Left out, a file of this machine: ${reference}\n`)
  }
  const lines = [...references, ...grants.map((id) => `grants of ${id}`)]
  context.stdout.write(`${lines.join('\n')}\nWritten to ${file}\n`)
}

async function importBundle(context: CliContext, file: string, flags: BundleFlags): Promise<void> {
  const config = await settingsOf(context, flags)
  const bundles = await context.openBundles(config)
  const { references, grants } = await bundles.import(file, { signal: context.signal })
  for (const reference of references) context.stdout.write(`${reference}\n`)
  if (flags.withGrants) await takeGrants(context, grants, flags)
  else if (grants.length > 0) {
    const ids = grants.map(({ id }) => id).join(', ')
    context.stderr.write(`Not granted, for want of --with-grants: what the bundle brings along for ${ids}\n`)
  }
  const hint = `wassette --pinned component load REFERENCE${flagsAgain(flags)}`
  context.stdout.write(`${references.length} can be loaded without a registry: ${hint}\n`)
}

/** A grant belongs to a component that is there: it is loaded first, out of the store. */
async function takeGrants(
  context: CliContext,
  grants: readonly BundledGrant[],
  { yes, ...flags }: BundleFlags,
): Promise<void> {
  await withComponents(context, { ...flags, pinned: true }, async ({ components }, config) => {
    for (const { id, reference, policy } of grants) {
      const question = `The component ${quotedText(id)} may then use:\n${policy.trimEnd()}`
      await requirePerson(question, { context, config, yes })
      await components.load(reference, { signal: context.signal })
      await components.permissions.adopt(id, policy)
      context.stdout.write(`Loaded and granted: ${id}\n`)
    }
  })
}

function settingsOf(context: CliContext, flags: CommonFlags): Promise<Config> {
  return context.loadConfig({ ...commonSettings(flags), defaultLogLevel: 'warn' })
}
