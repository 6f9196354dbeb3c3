import { canonicalReference } from '#artifacts'
import { isCodedError } from '#platform'

/** The one spelling of a reference; null for what is none. */
export function canonicalOrNull(text: string): string | null {
  try {
    return canonicalReference(text)
  } catch (error) {
    if (isCodedError(error)) return null
    throw error
  }
}
