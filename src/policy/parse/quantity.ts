import { CodedError } from '#platform'

const BYTE_UNITS: Readonly<Record<string, number>> = {
  '': 1,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
}
const TIME_UNITS: Readonly<Record<string, number>> = { '': 1000, ms: 1, s: 1000, m: 60_000, h: 3_600_000 }
const MAX_TIMEOUT_MS = 24 * 3_600_000

/** A scalar of a policy file: a number counts differently from a text. */
export type QuantityInput = string | number

/** Bytes: a text with `Ki`, `Mi`, `Gi`, `Ti` or without for bytes, a number in MB. @throws CodedError `QUANTITY_INVALID` */
export function parseBytes(input: QuantityInput): number {
  const example = "write '512Mi', '1Gi' or a number of MB"
  return typeof input === 'number'
    ? wholeAbove0(input * 1024 ** 2, input, example)
    : wholeAbove0(scaled(input, BYTE_UNITS), input, example)
}

/** CPU in cores: `500m` is half of one. @throws CodedError `QUANTITY_INVALID` */
export function parseCpu(input: QuantityInput): number {
  const cores = typeof input === 'number' ? input : scaled(input, { '': 1, m: 0.001 })
  if (Number.isFinite(cores) && cores > 0) return cores
  throw invalid(input, "write '500m', '1' or '0.5'")
}

/** Milliseconds: a text with `ms`, `s`, `m`, `h`, or a number of seconds, a day at most. @throws CodedError `QUANTITY_INVALID` */
export function parseDuration(input: QuantityInput): number {
  const example = "write '500ms', '30s', '2m' or a number of seconds, 24h at most"
  const duration = typeof input === 'number' ? input * 1000 : scaled(input, TIME_UNITS)
  if (duration > MAX_TIMEOUT_MS) throw invalid(input, example)
  return wholeAbove0(duration, input, example)
}

/** How many of something. @throws CodedError `QUANTITY_INVALID` */
export function parseCount(input: QuantityInput): number {
  const count = typeof input === 'number' ? input : scaled(input, { '': 1 })
  if (Number.isSafeInteger(count) && count > 0) return count
  throw invalid(input, 'write a whole number above 0')
}

/** Not a number where the text has no number with one of these units. */
function scaled(text: string, units: Readonly<Record<string, number>>): number {
  const { number, unit = '' } =
    /^(?<number>\d{1,15}(?:\.\d{1,9})?)(?<unit>[A-Za-z]*)$/.exec(text)?.groups ?? {}
  return Number(number) * (Object.hasOwn(units, unit) ? (units[unit] ?? Number.NaN) : Number.NaN)
}

function wholeAbove0(value: number, input: QuantityInput, next: string): number {
  const whole = Math.floor(value)
  if (Number.isSafeInteger(whole) && whole > 0) return whole
  throw invalid(input, next)
}

function invalid(input: QuantityInput, next: string): CodedError {
  return new CodedError('QUANTITY_INVALID', `${JSON.stringify(input)} is no limit, ${next}`)
}
