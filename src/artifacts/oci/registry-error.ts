import { z } from 'zod'

import { boundedList, CodedError, readJson } from '#platform'

import type { HttpResponse } from '../http/http-request.ts'
import { readAnswer } from '../http/read-answer.ts'
import { MAX_ANSWER_BYTES } from '../limits.ts'
import type { RepositoryName } from '../references/repository-name.ts'
import type { Identity, RegistryAction } from './login/authorization.ts'
import { rateLimitReason } from './rate-limit.ts'
import { refusedPushError } from './push/refused-push-error.ts'

/** A registry says one or two things at a time. */
const MAX_ERRORS = 100

const ErrorAnswer = z.object({
  errors: boundedList(
    z.object({ code: z.string(), message: z.string().optional().catch(undefined) }),
    MAX_ERRORS,
  ),
})
/** Only codes of this form reach a message: free text of a stranger would be read by a model. */
const ERROR_CODE = /^[A-Z_]{1,40}$/

/** The error for an answer that has nothing to do with logins or names; the body is used up. */
export async function statusError(response: HttpResponse, host: string): Promise<CodedError> {
  const errors = await readErrors(response)
  const codes = errors.map(({ code }) => code).filter((code) => ERROR_CODE.test(code))
  const detail = [`status ${response.status}`, ...codes].join(', ')
  if (response.status === 429 || codes.includes('TOOMANYREQUESTS')) {
    return rateLimited(response, host, errors.map(({ message }) => message ?? '').join(' '))
  }
  if (response.status >= 500) {
    return new CodedError('REGISTRY_UNAVAILABLE', `"${host}" is out of order (${detail}): try again later`)
  }
  return new CodedError('REGISTRY_ERROR', `"${host}" answers with an error (${detail}): check the reference`)
}

function rateLimited({ headers }: HttpResponse, host: string, message: string): CodedError {
  const wait = headers['retry-after']
  const when = wait !== undefined && /^\d+$/.test(wait) ? `in ${wait} seconds` : 'later'
  const reason = rateLimitReason(message, headers)
  return new CodedError(
    'RATE_LIMITED',
    `"${host}" has had too many requests from here${reason === null ? '' : ` (${reason})`}: try again ${when}, or raise the limit with "docker login ${host}"`,
  )
}

/** The error for a repository that was refused, with the advice that fits who asked. */
export function refusedError(
  { registry, repository, action }: RepositoryName & { readonly action?: RegistryAction },
  identity: Identity,
): CodedError {
  if (action === 'push') return refusedPushError({ registry, repository }, identity)
  const name = `"${registry}/${repository}"`
  const login = `"docker login ${registry}"`
  switch (identity.kind) {
    case 'anonymous':
      return new CodedError(
        'LOGIN_REQUIRED',
        `${name} is private or does not exist: run ${login}, ask its owner to make the package public, or check the name`,
      )
    case 'login':
      return new CodedError(
        'ACCESS_DENIED',
        `The login${of(identity.user)} at "${registry}" may not read ${name}, or it does not exist: ask its owner for access, to make the package public, or run ${login} as somebody else`,
      )
    case 'login-refused':
      return new CodedError(
        'LOGIN_REFUSED',
        `"${registry}" does not accept the login${of(identity.user)}, and ${name} cannot be read without one: run ${login} again`,
      )
    case 'login-withheld':
      return new CodedError(
        'REALM_REFUSED',
        `"${registry}" wants its login to be sent to "${identity.realm}", which has nothing to do with it: it was not sent, and ${name} cannot be read without; ask who runs the registry`,
      )
  }
}

async function readErrors(response: HttpResponse): Promise<z.infer<typeof ErrorAnswer>['errors']> {
  try {
    const body = await readAnswer(response, MAX_ANSWER_BYTES)
    return ErrorAnswer.parse(readJson(body)).errors
  } catch {
    return []
  }
}

function of(user: string | null): string {
  return user === null ? '' : ` of "${user}"`
}
