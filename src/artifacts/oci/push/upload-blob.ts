import { CodedError } from '#platform'

import type { StreamedBody } from '../../http/http-request.ts'
import type { RegistryAnswer, RegistryClient } from '../registry-client.ts'
import { refusedError, statusError } from '../registry-error.ts'
import type { PushedBlob } from './pushed-blob.ts'
import { sendInChunks } from './send-in-chunks.ts'
import type { UploadOptions } from './upload-options.ts'

/** How a blob came to be in its repository. */
export type UploadEnd = 'uploaded' | 'was-there' | 'mounted'

/** What registries say to a body that is larger than one request may be: GHCR says 416. */
const TOO_LARGE: ReadonlySet<number> = new Set([413, 416])

/**
 * Uploads a blob with one POST and one PUT, and in pieces of 4 MiB where the registry takes no more in one request.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pushing-blobs
 * @throws CodedError `LOGIN_REQUIRED`, `ACCESS_DENIED`, `PUSH_REFUSED`, and what the transport throws
 */
export async function uploadBlob(
  client: RegistryClient,
  blob: PushedBlob,
  options: UploadOptions,
): Promise<UploadEnd> {
  if (await isThere(client, blob, options)) return 'was-there'
  let isMounted = false
  const answer = await client.repeat(async () => {
    const begun = await begin(client, blob, options)
    isMounted = begun.response.status === 201
    if (begun.response.status !== 202) return begun
    await begun.response.discard()
    return send(client, { blob, address: client.nextAddress(begun) }, options)
  }, options.signal)
  await assertCreated(answer, blob, options)
  options.onSent?.(blob.descriptor.size)
  return isMounted ? 'mounted' : 'uploaded'
}

async function isThere(
  client: RegistryClient,
  { descriptor }: PushedBlob,
  { repository, signal }: UploadOptions,
): Promise<boolean> {
  const path = `blobs/${descriptor.digest}`
  const answer = await client.send(repository, { method: 'HEAD', path, action: 'push', signal })
  await answer.response.discard()
  if (answer.response.status === 401 || answer.response.status === 403) {
    throw refusedError({ ...repository, action: 'push' }, answer.identity)
  }
  return answer.response.status === 200
}

function begin(
  client: RegistryClient,
  { descriptor }: PushedBlob,
  { repository, mountFrom, signal }: UploadOptions,
): Promise<RegistryAnswer> {
  const mount = new URLSearchParams({ mount: descriptor.digest, from: mountFrom ?? '' })
  const path = `blobs/uploads/${mountFrom === undefined ? '' : `?${mount.toString()}`}`
  const headers = { 'content-length': '0' }
  return client.send(repository, { method: 'POST', path, headers, action: 'push', signal })
}

async function send(
  client: RegistryClient,
  upload: { readonly blob: PushedBlob; readonly address: URL },
  options: UploadOptions,
): Promise<RegistryAnswer> {
  const answer = await sendWhole(client, upload, options)
  if (!TOO_LARGE.has(answer.response.status)) return answer
  await answer.response.discard()
  const again = await begin(client, upload.blob, options)
  if (again.response.status !== 202) return again
  await again.response.discard()
  return sendInChunks(client, { ...upload, address: client.nextAddress(again) }, options)
}

function sendWhole(
  client: RegistryClient,
  { blob, address }: { readonly blob: PushedBlob; readonly address: URL },
  { repository, signal, onSent }: UploadOptions,
): Promise<RegistryAnswer> {
  const { digest, size } = blob.descriptor
  const url = new URL(address)
  url.searchParams.set('digest', digest)
  const body: StreamedBody = { size, open: () => counted(blob.open(), onSent) }
  const headers = { 'content-type': 'application/octet-stream' }
  return client.send(repository, { method: 'PUT', path: url, headers, body, action: 'push', signal })
}

async function* counted(
  bytes: AsyncIterable<Uint8Array>,
  onSent: UploadOptions['onSent'],
): AsyncGenerator<Uint8Array> {
  let sent = 0
  for await (const piece of bytes) {
    yield piece
    sent += piece.length
    onSent?.(sent)
  }
}

async function assertCreated(
  { response, identity }: RegistryAnswer,
  { descriptor }: PushedBlob,
  { repository }: UploadOptions,
): Promise<void> {
  switch (response.status) {
    case 201:
      return response.discard()
    case 401:
    case 403:
      await response.discard()
      throw refusedError({ ...repository, action: 'push' }, identity)
    case 413:
    case 416:
      await response.discard()
      throw new CodedError(
        'PUSH_REFUSED',
        `"${repository.registry}" takes no blob of ${descriptor.size} bytes, not in pieces either: make the component smaller, or ask who runs the registry`,
      )
    default:
      throw await statusError(response, repository.registry)
  }
}
