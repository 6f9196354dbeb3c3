import { Command } from 'commander'

import type { SignatureReport } from '#authoring'
import { isCodedError, type TrustedSigner } from '#platform'

import type { CliContext } from '../../cli-context.ts'
import { ExitError } from '../../exit-error.ts'
import { describeSignature } from '../../output/describe-signature.ts'
import { formatOutput, type OutputFormat } from '../../output/output-format.ts'
import { withAuthoring } from '../../with-authoring.ts'
import { outputOption } from '../output-option.ts'

interface VerifyFlags {
  readonly key?: string
  readonly issuer?: string
  readonly identity?: string
  readonly trustedRoot?: string
  readonly outputFormat: OutputFormat
}

const USAGE_ERROR = 2
const UNSIGNED = 3
const WRONG_SIGNER = 4
const UNREACHABLE = 5

const CODES_OF_UNREACHABLE: ReadonlySet<string> = new Set([
  'CONNECTION_LOST',
  'HOST_UNREACHABLE',
  'RATE_LIMITED',
  'REGISTRY_UNAVAILABLE',
  'TIMED_OUT',
  'TLS_REFUSED',
])

/** `verify REFERENCE`: who signed an artifact, and whether that is whom it has to be. */
export function verifyCommand(context: CliContext): Command {
  return new Command('verify')
    .description('Look who signed an artifact: whom you name, else whom the settings accept')
    .argument('<reference>', 'oci://registry/repository:tag')
    .option('--key <file>', 'signed with the key of which this is the public half')
    .option('--issuer <url>', 'signed by an identity that this issuer vouches for')
    .option('--identity <pattern>', "the identity; '*' stops at a slash, '**' does not")
    .option('--trusted-root <file>', 'the trusted root of another Sigstore than the public one')
    .addOption(outputOption())
    .action((reference: string, flags: VerifyFlags) => verify(context, reference, flags))
}

async function verify(context: CliContext, reference: string, flags: VerifyFlags): Promise<void> {
  const request = { signedBy: signersOf(flags), trustedRoot: flags.trustedRoot ?? null }
  const report = await withAuthoring(context, (authoring, options) =>
    authoring.verify(reference, request, options),
  ).catch((error: unknown) => {
    if (!isCodedError(error)) throw error
    if (error.code === 'TRUST_RULE_MISSING') throw new ExitError(`Error: ${error.message}`, WRONG_SIGNER)
    if (!CODES_OF_UNREACHABLE.has(error.code)) throw error
    throw new ExitError(`Error: ${error.message}`, UNREACHABLE)
  })
  const status = statusOf(report)
  context.stdout.write(`${await formatOutput(describe(report, status), flags.outputFormat)}\n`)
  if (status === 'unsigned') throw new ExitError(`Error: Nobody has signed '${reference}'`, UNSIGNED)
  if (status === 'refused') {
    throw new ExitError(`Error: No signature of '${reference}' is by whom it has to be`, WRONG_SIGNER)
  }
}

function signersOf({ key, issuer, identity }: VerifyFlags): readonly TrustedSigner[] | null {
  if ((issuer === undefined) !== (identity === undefined)) {
    throw new ExitError('Error: --issuer and --identity go together', USAGE_ERROR)
  }
  if (key !== undefined && issuer !== undefined) {
    throw new ExitError('Error: Name a key, or an issuer and an identity', USAGE_ERROR)
  }
  if (key !== undefined) return [{ kind: 'key', path: key }]
  if (issuer === undefined || identity === undefined) return null
  return [{ kind: 'keyless', issuer, identity }]
}

type Status = 'verified' | 'unsigned' | 'refused'

function statusOf({ signatures }: SignatureReport): Status {
  if (signatures.some((one) => one.kind === 'verified' && one.isAccepted)) return 'verified'
  return signatures.length === 0 ? 'unsigned' : 'refused'
}

function describe({ reference, digest, signatures }: SignatureReport, status: Status): object {
  return { status, reference, digest, signatures: signatures.map(describeSignature) }
}
