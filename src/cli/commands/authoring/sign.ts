import { Command } from 'commander'

import type { CliContext } from '../../cli-context.ts'
import { ExitError } from '../../exit-error.ts'
import { formatOutput, type OutputFormat } from '../../output/output-format.ts'
import { readSecret } from '../../read-secret.ts'
import { withAuthoring } from '../../with-authoring.ts'
import { outputOption } from '../output-option.ts'

interface SignFlags {
  readonly key: string
  readonly outputFormat: OutputFormat
}

/** `sign REFERENCE --key FILE`: says whose an artifact is, as `cosign sign --key` does. */
export function signCommand(context: CliContext): Command {
  return new Command('sign')
    .description('Sign an artifact in a registry with a key')
    .argument('<reference>', 'oci://registry/repository:tag, better @sha256:…: what you mean to sign')
    .requiredOption('--key <file>', 'private key in PEM form')
    .addOption(outputOption())
    .action((reference: string, flags: SignFlags) => sign(context, reference, flags))
}

async function sign(context: CliContext, reference: string, flags: SignFlags): Promise<void> {
  const signed = await withAuthoring(context, async (authoring, options) => {
    const { keyPassphrase } = await context.loadConfig({ defaultLogLevel: 'warn' })
    const passphrase = async (): Promise<string> => keyPassphrase ?? (await askPassphrase(context))
    return authoring.sign({ reference, keyFile: flags.key, passphrase }, options)
  })
  const output = {
    status: 'signed',
    reference: signed.reference,
    digest: signed.digest,
    signature_digest: signed.signatureDigest,
    signer: { kind: 'key', fingerprint: signed.fingerprint },
  }
  context.stdout.write(`${await formatOutput(output, flags.outputFormat)}\n`)
}

async function askPassphrase(context: CliContext): Promise<string> {
  if (context.stdin.isTTY) return readSecret('the passphrase', context)
  throw new ExitError('Error: The key is encrypted: set WASSETTE_KEY_PASSPHRASE to its passphrase')
}
