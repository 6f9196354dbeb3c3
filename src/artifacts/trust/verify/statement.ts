import { z } from 'zod'

import { boundedList, boundedTexts, readJson } from '#platform'

import { hexOf, type Sha256Digest } from '../../digest.ts'

/** The only payload of an envelope that is understood. */
export const STATEMENT_PAYLOAD_TYPE = 'application/vnd.in-toto+json'
/** What an in-toto statement calls itself. */
export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1'
/** What cosign 3 says when somebody signs: nothing but "this is mine". */
export const COSIGN_SIGN_PREDICATE = 'https://sigstore.dev/cosign/sign/v1'
/** What GitHub and others say about how something was built. */
export const SLSA_PROVENANCE_PREDICATE = 'https://slsa.dev/provenance/v1'

const OLDER_STATEMENT_TYPE = 'https://in-toto.io/Statement/v0.1'

/** What a build made all at once. */
const MAX_SUBJECTS = 10_000

/** One artifact by different algorithms. */
const MAX_DIGESTS = 16

const Statement = z.object({
  _type: z.enum([STATEMENT_TYPE, OLDER_STATEMENT_TYPE]),
  predicateType: z.string(),
  subject: boundedList(z.object({ digest: boundedTexts(MAX_DIGESTS) }), MAX_SUBJECTS),
})

/** What a statement has to say to count. */
export interface ExpectedStatement {
  readonly manifestDigest: Sha256Digest
  readonly predicates: readonly string[]
}

/** The kind of statement when it is about that manifest and of an expected kind, else why it does not count. */
export type StatementCheck =
  | { readonly kind: 'fits'; readonly predicate: string }
  | { readonly kind: 'does-not-fit'; readonly reason: string }

/**
 * Reads an in-toto statement whose signature was verified.
 *
 * Signed is not enough: a scanner signs its findings too, and a signature of one artifact can be put beside another.
 */
export function checkStatement(payload: Uint8Array, expected: ExpectedStatement): StatementCheck {
  const statement = parseStatement(payload)
  if (statement === null) return misfit('its statement cannot be read')
  const { predicateType, subject } = statement
  const hex = hexOf(expected.manifestDigest)
  if (!subject.some(({ digest }) => digest['sha256'] === hex)) return misfit('it signs another artifact')
  if (!expected.predicates.includes(predicateType)) return misfit('it states something else than who made it')
  return { kind: 'fits', predicate: predicateType }
}

function parseStatement(payload: Uint8Array): z.infer<typeof Statement> | null {
  try {
    return Statement.parse(readJson(payload))
  } catch {
    return null
  }
}

function misfit(reason: string): StatementCheck {
  return { kind: 'does-not-fit', reason }
}
