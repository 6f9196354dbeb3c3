import { CodedError } from './coded-error.ts'

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 24 * 3_600_000,
}
const SPAN = /^(?<number>\d{1,6})(?<unit>[smhd])$/

/** Milliseconds from a text such as `30m`, `24h` or `7d`; `name` is what the text was given for. @throws CodedError `INVALID_SETTING` */
export function parseTimeSpan(text: string, name: string): number {
  const { number, unit = '' } = SPAN.exec(text.trim())?.groups ?? {}
  const factor = UNITS[unit]
  if (number !== undefined && factor !== undefined) return Number(number) * factor
  throw new CodedError('INVALID_SETTING', `'${name}' is '${text}', write a time such as '30m', '24h' or '7d'`)
}
