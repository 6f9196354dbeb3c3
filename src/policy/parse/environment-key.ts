import { CodedError } from '#platform'

/** Checks the name of a variable; wildcards are none. @throws CodedError `ENVIRONMENT_KEY_INVALID` */
export function parseEnvironmentKey(key: string): string {
  if (key.trim() === '') throw invalid('Environment variable key cannot be empty')
  if (!isEnvironmentKey(key)) {
    throw invalid(`Environment variable key ${JSON.stringify(key)} has to be one name without '*' and '='`)
  }
  return key
}

/** Whether it is one name, without wildcards, spaces and control characters. */
export function isEnvironmentKey(key: string): boolean {
  return key !== '' && !/[*=\s\p{Cc}]/u.test(key)
}

function invalid(message: string): CodedError {
  return new CodedError('ENVIRONMENT_KEY_INVALID', message)
}
