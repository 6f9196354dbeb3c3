import { CodedError } from '#platform'

import { fromJson } from './from-json.ts'
import { isObject, ownValue } from './own-value.ts'
import { startConversion } from './place.ts'
import type { WitParameter } from '../types.ts'

/** The most that the arguments of a call may take, in bytes of JSON, about. */
const MAX_ARGUMENT_BYTES = 8 * 1024 * 1024

/**
 * Turns the arguments of a tool call into the JavaScript values that jco's glue takes, in order of the parameters.
 *
 * Arguments that are no parameter are ignored, as in Wassette; one whose type is an `option` may be left out.
 *
 * @throws CodedError `ARGUMENT_INVALID` with the path of what does not fit: `entities[2].name`; `ARGUMENT_TOO_LARGE`
 */
export function argumentsFromJson(
  args: unknown,
  parameters: readonly WitParameter[],
  { maxBytes = MAX_ARGUMENT_BYTES }: { maxBytes?: number } = {},
): unknown[] {
  const given = args ?? {}
  if (!isObject(given)) {
    throw new CodedError(
      'ARGUMENT_INVALID',
      'The arguments must be an object with a value for each parameter',
    )
  }
  const conversion = startConversion(
    { invalid: 'ARGUMENT_INVALID', tooLarge: 'ARGUMENT_TOO_LARGE' },
    maxBytes,
  )
  return parameters.map(({ name, type }) => {
    const value = ownValue(given, name)
    if (value === undefined && type.kind !== 'option') throw missing(name, parameters)
    return fromJson(value, type, { conversion, parent: null, step: name })
  })
}

function missing(name: string, parameters: readonly WitParameter[]): CodedError {
  const required = parameters
    .filter(({ type }) => type.kind !== 'option')
    .map((parameter) => `"${parameter.name}"`)
  return new CodedError(
    'ARGUMENT_INVALID',
    `Missing required argument "${name}": give all of ${required.join(', ')}`,
  )
}
