import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'

import type { RegistryContent } from './registry-content.ts'

/** One request to a repository, taken apart. */
export interface RegistryCall {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly url: URL
  readonly repository: string
  /** What follows `/v2/<repository>/`. */
  readonly path: string
}

/** Uploads that have been begun with POST. */
export type Uploads = Map<string, Buffer>

const ROUTE = /^\/v2\/(.+?)\/((?:manifests|blobs|tags)\/.*)$/

/** The repository and the rest of a path of the distribution API, or null for any other path. */
export function matchRoute(pathname: string): { repository: string; path: string } | null {
  const [, repository, path] = ROUTE.exec(pathname) ?? []
  return repository === undefined || path === undefined ? null : { repository, path }
}

/** Answers the pull and push requests of the OCI distribution specification. */
export async function answerCall(
  call: RegistryCall,
  content: RegistryContent,
  uploads: Uploads,
): Promise<void> {
  const [area, name = '', upload] = call.path.split('/')
  if (area === 'tags') return answerTags(call, content)
  if (area === 'manifests') return answerManifest(call, content, name)
  if (name === 'uploads') return answerUpload(call, content, { uploads, id: upload ?? '' })
  return answerBlob(call, content.blob(name))
}

function answerTags({ response, repository }: RegistryCall, content: RegistryContent): void {
  const tags = content.tags(repository)
  if (tags === undefined) return fail(response, 404, 'NAME_UNKNOWN')
  sendJson(response, { name: repository, tags })
}

async function answerManifest(
  call: RegistryCall,
  content: RegistryContent,
  reference: string,
): Promise<void> {
  const { request, response, repository } = call
  if (request.method === 'PUT') {
    const mediaType = request.headers['content-type'] ?? 'application/json'
    const stored = content.putManifest(repository, reference, { bytes: await buffer(request), mediaType })
    return created(response, `/v2/${repository}/manifests/${stored.digest}`, stored.digest)
  }
  const manifest = content.manifest(repository, reference)
  if (manifest === undefined) return fail(response, 404, 'MANIFEST_UNKNOWN')
  response.writeHead(200, {
    'content-type': manifest.mediaType,
    'content-length': manifest.bytes.length,
    'docker-content-digest': manifest.digest,
  })
  response.end(request.method === 'HEAD' ? undefined : manifest.bytes)
}

function answerBlob({ request, response }: RegistryCall, blob: Buffer | undefined): void {
  if (blob === undefined) return fail(response, 404, 'BLOB_UNKNOWN')
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  if (start > 0 && start >= blob.length) return fail(response, 416, 'RANGE_INVALID')
  const body = blob.subarray(start)
  response.writeHead(start === 0 ? 200 : 206, {
    'content-type': 'application/octet-stream',
    'content-length': body.length,
    'accept-ranges': 'bytes',
    ...(start === 0 ? {} : { 'content-range': `bytes ${start}-${blob.length - 1}/${blob.length}` }),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

async function answerUpload(
  { request, response, url, repository }: RegistryCall,
  content: RegistryContent,
  { uploads, id }: { uploads: Uploads; id: string },
): Promise<void> {
  const begun = request.method === 'POST' ? randomUUID() : id
  const bytes = Buffer.concat([uploads.get(begun) ?? Buffer.alloc(0), await buffer(request)])
  if (request.method !== 'POST' && !uploads.has(begun)) return fail(response, 404, 'BLOB_UPLOAD_UNKNOWN')
  const digest = url.searchParams.get('digest')
  if (digest === null) {
    uploads.set(begun, bytes)
    const location = `/v2/${repository}/blobs/uploads/${begun}`
    return void response.writeHead(202, { location, range: `0-${Math.max(bytes.length - 1, 0)}` }).end()
  }
  uploads.delete(begun)
  if (!content.putBlob(digest, bytes)) return fail(response, 400, 'DIGEST_INVALID')
  created(response, `/v2/${repository}/blobs/${digest}`, digest)
}

function created(response: ServerResponse, location: string, digest: string): void {
  response.writeHead(201, { location, 'docker-content-digest': digest }).end()
}

function sendJson(response: ServerResponse, document: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document))
}

function fail(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ errors: [{ code, message: code.toLowerCase().replaceAll('_', ' ') }] }))
}
