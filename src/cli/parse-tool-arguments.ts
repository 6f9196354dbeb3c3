import { CodedError, describeError } from '#platform'

/** Reads the value of `--args`. @throws CodedError INVALID_ARGUMENTS when it is not a JSON object */
export function parseToolArguments(json: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (error) {
    throw new CodedError('INVALID_ARGUMENTS', `Write '--args' as a JSON object: ${describeError(error)}`, {
      cause: error,
    })
  }
  if (isObject(value)) return value
  throw new CodedError('INVALID_ARGUMENTS', `Write '--args' as a JSON object, such as '{"name":"value"}'`)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
