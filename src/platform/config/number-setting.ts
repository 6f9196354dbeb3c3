import { CodedError } from '../coded-error.ts'

const MAX_SECONDS = 24 * 60 * 60

/** Reads a variable that holds seconds; undefined when it is not set. @throws CodedError INVALID_SETTING */
export function secondsAsMilliseconds(name: string, value: string | undefined): number | undefined {
  const seconds = integerSetting(name, value, { min: 1, max: MAX_SECONDS })
  return seconds === undefined ? undefined : seconds * 1000
}

/** Reads a variable that holds a whole number within bounds; undefined when it is not set. @throws CodedError INVALID_SETTING */
export function integerSetting(
  name: string,
  value: string | undefined,
  bounds: { readonly min: number; readonly max: number },
): number | undefined {
  if (value === undefined || value.trim() === '') return undefined
  const number = /^\d{1,15}$/.test(value.trim()) ? Number(value) : Number.NaN
  if (number >= bounds.min && number <= bounds.max) return number
  throw new CodedError(
    'INVALID_SETTING',
    `'${name}' is '${value}', set it to a whole number from ${bounds.min} to ${bounds.max}`,
  )
}
