import { CodedError } from '#platform'

import { describeSigner, type Signer } from './signer.ts'

/** A signature that was found and did not count. */
export type RejectedSignature =
  | { readonly kind: 'invalid'; readonly reason: string }
  /** It holds, but by somebody who is not accepted. */
  | { readonly kind: 'other-signer'; readonly signer: Signer }

/** Who was asked for. */
export type Wanted = { readonly kind: 'rule' } | { readonly kind: 'pinned'; readonly signer: Signer }

const SHOWN = 3

/** The error for an artifact that is not signed by whom it has to be, with what was found instead. */
export function unacceptable(shown: string, found: readonly RejectedSignature[], wanted: Wanted): CodedError {
  const others = found.flatMap((one) => (one.kind === 'other-signer' ? [describeSigner(one.signer)] : []))
  if (wanted.kind === 'pinned') return changed(shown, others, wanted.signer)
  if (others.length > 0) {
    const message = `"${shown}" is signed by ${list(others)}, and no rule of [trust] accepts that: ask the publisher, or change the rule`
    return new CodedError('SIGNER_REFUSED', message)
  }
  if (found.length === 0) {
    const message = `"${shown}" is not signed, and a rule of [trust] asks for it: ask the publisher to sign it`
    return new CodedError('SIGNATURE_MISSING', message)
  }
  const reasons = found.flatMap((one) => (one.kind === 'invalid' ? [one.reason] : []))
  return new CodedError(
    'SIGNATURE_INVALID',
    `"${shown}" has no signature that counts (${list(reasons)}): ask the publisher, or name the signer in a rule of [trust]`,
  )
}

/** A signature names its certificate and not its key: without a rule nothing of a key can be looked at. */
function changed(shown: string, others: readonly string[], signer: Signer): CodedError {
  const before = `what was loaded from there before was signed by ${describeSigner(signer)}`
  const advice = 'if it is right, a person accepts it with "wassette component update --accept"'
  const message =
    signer.kind === 'key'
      ? `"${shown}" cannot be looked at: ${before}, and no rule of [trust] names that key: add the rule with its public half`
      : `"${shown}" ${others.length > 0 ? `is signed by ${list(others)}` : 'is not signed'}, and ${before}: ask the publisher; ${advice}`
  return new CodedError('SIGNER_CHANGED', message)
}

/** The error for what no rule speaks of, where rules decide. */
export function noRule(name: string): CodedError {
  return new CodedError(
    'TRUST_RULE_MISSING',
    `No rule of [trust] names "${name}", and nothing else is loaded: add a rule that says who signs it`,
  )
}

function list(items: readonly string[]): string {
  const different = [...new Set(items)]
  const more = different.length > SHOWN ? ` and ${different.length - SHOWN} more` : ''
  return `${different.slice(0, SHOWN).join(', ')}${more}`
}
