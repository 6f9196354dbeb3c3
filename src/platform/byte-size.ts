import { CodedError } from './coded-error.ts'

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
}
const SIZE = /^(?<number>\d{1,12}(?:\.\d{1,3})?) ?(?<unit>[A-Za-z]*)$/

/** Bytes from a text such as `5GiB`; `name` is what the text was given for. @throws CodedError `INVALID_SETTING` */
export function parseByteSize(text: string, name: string): number {
  const { number, unit = '' } = SIZE.exec(text.trim())?.groups ?? {}
  const factor = Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined
  if (number !== undefined && factor !== undefined) return Math.floor(Number(number) * factor)
  throw new CodedError('INVALID_SETTING', `'${name}' is '${text}', write a size such as '500MiB' or '5GiB'`)
}
