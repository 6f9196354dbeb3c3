import { hexOf, sha256Of } from '../digest.ts'

const PART = '[A-Za-z0-9]+(?:(?:[-._:@+]|--)[A-Za-z0-9]+)*'
/** `org.opencontainers.image.ref.name` by the OCI image specification 1.1, as skopeo checks it. */
const LAYOUT_NAME = new RegExp(`^${PART}(?:/${PART})*$`)
const HASH_DIGITS = 8

/**
 * The name of a reference in the index of an image layout: the reference itself where the grammar allows it.
 *
 * Repositories may hold `__` and `---`, and hosts brackets, which it does not: those give way to `-`, and a hash keeps two such names apart.
 */
export function layoutName(reference: string): string {
  if (LAYOUT_NAME.test(reference)) return reference
  const parts = reference
    .split('/')
    .map((part) => part.replaceAll(/[^A-Za-z0-9]*[^A-Za-z0-9.:@+-][^A-Za-z0-9]*|[^A-Za-z0-9]{2,}/g, '-'))
  const safe = parts
    .map((part) => part.replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, ''))
    .filter((part) => part !== '')
  return [...safe, hexOf(sha256Of(Buffer.from(reference))).slice(0, HASH_DIGITS)].join('/')
}
