import { CodedError } from '#platform'

const [MIN, MAX] = [-(2n ** 63n), 2n ** 63n - 1n]

/**
 * Adds to a counter, which is kept as decimal digits; one that is not there is 0.
 *
 * @throws CodedError `STATE_NOT_A_NUMBER` where the value is something else, or the sum no `s64`
 */
export function addToDecimal(value: Uint8Array | null, delta: bigint): bigint {
  const text = value === null ? '0' : Buffer.from(value).toString('latin1')
  if (!/^-?\d{1,19}$/.test(text)) {
    throw new CodedError('STATE_NOT_A_NUMBER', 'The value is no whole number in decimal digits')
  }
  const sum = BigInt(text) + delta
  if (sum >= MIN && sum <= MAX) return sum
  throw new CodedError('STATE_NOT_A_NUMBER', 'The sum does not fit into 64 bits')
}
