import { z } from 'zod'

import { readJson, CodedError } from '#platform'

import { basicAuthorization, type Credential } from '../../credentials/credential.ts'
import type { HttpRequest } from '../../http/http-request.ts'
import type { HttpTransport } from '../../http/http-transport.ts'
import { readAnswer } from '../../http/read-answer.ts'
import { MAX_ANSWER_BYTES } from '../../limits.ts'
import { statusError } from '../registry-error.ts'

/** What the registry asked for and with which login. */
export interface TokenRequest {
  readonly realm: URL
  readonly service: string | null
  readonly scopes: readonly string[]
  readonly credential: Credential | null
  readonly signal?: AbortSignal | undefined
}

/** A token of the registry's token server. */
export interface RegistryToken {
  readonly token: string
  readonly expiresInMs: number
}

const CLIENT_ID = 'wassette'
/** What the distribution specification says when the answer does not tell. */
const DEFAULT_EXPIRY_S = 60
const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403])

const TokenAnswer = z.object({
  token: z.string().optional(),
  access_token: z.string().optional(),
  expires_in: z.number().positive().optional().catch(undefined),
})

/**
 * Fetches a bearer token by the distribution project's token specification; null when the server refuses the login.
 *
 * @throws CodedError `TOKEN_INVALID`, `RATE_LIMITED`, `REGISTRY_UNAVAILABLE` and what the transport throws
 */
export async function fetchToken(
  transport: HttpTransport,
  wanted: TokenRequest,
): Promise<RegistryToken | null> {
  const response = await transport.send(tokenRequest(wanted), wanted.signal)
  if (REFUSALS.has(response.status)) {
    await response.discard()
    return null
  }
  if (response.status !== 200) throw await statusError(response, wanted.realm.host)
  return readToken(await readAnswer(response, MAX_ANSWER_BYTES), wanted.realm)
}

function tokenRequest(wanted: TokenRequest): HttpRequest {
  const { credential, realm } = wanted
  if (credential?.kind === 'identity-token') return refreshRequest(wanted, credential.token)
  const url = new URL(realm)
  if (wanted.service !== null) url.searchParams.set('service', wanted.service)
  for (const scope of wanted.scopes) url.searchParams.append('scope', scope)
  url.searchParams.set('client_id', CLIENT_ID)
  const login =
    credential?.kind === 'basic' ? basicAuthorization(credential.username, credential.password) : null
  return { method: 'GET', url, headers: login === null ? {} : { authorization: login } }
}

function refreshRequest(wanted: TokenRequest, refreshToken: string): HttpRequest {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: CLIENT_ID,
    service: wanted.service ?? '',
    scope: wanted.scopes.join(' '),
  })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return { method: 'POST', url: wanted.realm, headers, body: form.toString() }
}

function readToken(body: Buffer, realm: URL): RegistryToken {
  let answer
  try {
    answer = TokenAnswer.parse(readJson(body))
  } catch {
    answer = {}
  }
  const token = answer.token ?? answer.access_token
  // Printable ASCII alone may go into a header.
  if (token === undefined || !/^[\u0021-\u007e]+$/.test(token)) {
    throw new CodedError(
      'TOKEN_INVALID',
      `The token server "${realm.host}" sends no token: ask who runs the registry`,
    )
  }
  return { token, expiresInMs: (answer.expires_in ?? DEFAULT_EXPIRY_S) * 1000 }
}
