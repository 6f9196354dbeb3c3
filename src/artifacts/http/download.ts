import { CodedError, isCodedError } from '#platform'

import type { FetchOptions } from '../verified-artifact.ts'
import type { HttpResponse } from './http-request.ts'
import { CONNECTION_LOST } from './network-error.ts'
import { piecesOf } from './pieces.ts'

/** Where downloaded bytes go. */
interface Sink {
  readonly size: number
  write(chunk: Uint8Array): Promise<void>
}

/** What to download and how much of it is allowed. */
export interface DownloadPlan {
  /** Asks for the body from `offset` on; the answer has status 200 or 206. */
  readonly open: (offset: number) => Promise<HttpResponse>
  /** In bytes; null when only the limit is known. */
  readonly expectedSize: number | null
  readonly limit: number
  readonly message: string
}

const MAX_RESUMES = 5

/**
 * Streams a body into `sink`, and asks for the rest when the connection breaks in the middle.
 *
 * @throws CodedError `TOO_LARGE`, `TRUNCATED`, and what opening and writing throw
 */
export async function download(plan: DownloadPlan, sink: Sink, options: FetchOptions): Promise<void> {
  for (let resumes = 0; ; resumes += 1) {
    const response = await plan.open(sink.size)
    try {
      return await copyBody(response, { plan, sink, options })
    } catch (error) {
      if (!isCodedError(error, CONNECTION_LOST)) throw error
      if (resumes >= MAX_RESUMES) throw truncated(sink.size, error)
    }
  }
}

interface Copy {
  readonly plan: DownloadPlan
  readonly sink: Sink
  readonly options: FetchOptions
}

async function copyBody(response: HttpResponse, { plan, sink, options }: Copy): Promise<void> {
  const total = plan.expectedSize ?? announcedSize(response)
  if (total !== null && total > plan.limit) throw tooLarge(plan.limit)
  let toSkip = sink.size - startOf(response, sink.size)
  for await (const chunk of piecesOf(response)) {
    const fresh = toSkip === 0 ? chunk : chunk.subarray(toSkip)
    toSkip -= chunk.length - fresh.length
    if (sink.size + fresh.length > (plan.expectedSize ?? plan.limit))
      throw tooLarge(plan.expectedSize ?? plan.limit)
    if (fresh.length === 0) continue
    await sink.write(fresh)
    options.onProgress?.({ message: plan.message, done: sink.size, total })
  }
}

/** The offset of the first byte of a body: servers without ranges begin again, and a lying range must not mix bytes. */
function startOf(response: HttpResponse, wanted: number): number {
  if (wanted === 0 || response.status !== 206) return 0
  const start = /^bytes (\d+)-/.exec(response.headers['content-range'] ?? '')?.[1]
  if (start !== undefined && Number(start) === wanted) return wanted
  throw new CodedError(
    'TRUNCATED',
    `"${response.url.host}" resumes the download at the wrong place: load again`,
  )
}

function announcedSize(response: HttpResponse): number | null {
  const length = response.headers['content-length']
  return response.status === 200 && length !== undefined ? Number(length) : null
}

function tooLarge(limit: number): CodedError {
  return new CodedError(
    'TOO_LARGE',
    `The download is larger than the ${limit} bytes that are allowed: raise the limit in the settings, or tell the publisher`,
  )
}

function truncated(size: number, cause: unknown): CodedError {
  return new CodedError(
    'TRUNCATED',
    `The download broke off again and again after ${size} bytes: try again later`,
    {
      cause,
    },
  )
}
