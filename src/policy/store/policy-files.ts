import { lstatSync, statSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'

import { CodedError, isCodedError } from '#platform'

import { parsePolicy } from '../parse/parse-policy.ts'
import type { YamlSource } from '../parse/yaml-part.ts'
import type { Policy } from '../policy.ts'

/** What a file said when it was last read. */
export type ReadPolicy =
  | { readonly kind: 'missing' }
  | { readonly kind: 'read'; readonly text: string; readonly policy: Policy }
  /** It cannot be read or is not as it should be; `problem` says where. */
  | { readonly kind: 'damaged'; readonly text: string; readonly problem: CodedError }

const MISSING: ReadPolicy = { kind: 'missing' }

/** Reads policy files, each anew only when it has changed. */
export class PolicyFiles {
  readonly #known = new Map<string, { readonly stamp: string; readonly content: ReadPolicy }>()

  /** Never rejects: a file that cannot be read is a damaged one. */
  async read(path: string, options: { readonly isForeign?: boolean } = {}): Promise<ReadPolicy> {
    const stamp = stampOf(path)
    if (stamp === null) {
      this.#known.delete(path)
      return isThere(path) ? leadsNowhere(path) : MISSING
    }
    const known = this.#known.get(path)
    if (known?.stamp === stamp) return known.content
    const content = await readPolicy({ file: path, ...options })
    this.#known.set(path, { stamp, content })
    return content
  }

  /** Whether a file is still as it was when that was read. */
  isStill(path: string, content: ReadPolicy): boolean {
    const stamp = stampOf(path)
    if (content.kind === 'missing') return stamp === null
    const known = this.#known.get(path)
    return known?.content === content && known.stamp === stamp
  }

  async remove(path: string): Promise<void> {
    await rm(path, { force: true })
  }
}

/**
 * Taken before the file is read: a change in between is seen the next time.
 *
 * Synchronous, because every call asks: a round trip to Node's threads takes many times as long as the question.
 */
function stampOf(path: string): string | null {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false })
    return found === undefined ? null : `${found.ino}-${found.size}-${found.ctimeNs}`
  } catch {
    return 'unreadable'
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

/** A ceiling or the wishes of an author on a volume that is not mounted bound what is granted: without them more would be allowed. */
function leadsNowhere(file: string): ReadPolicy {
  const message = `The policy '${file}' is a link that leads nowhere, put its file back or remove the link`
  return { kind: 'damaged', text: '', problem: new CodedError('POLICY_UNREADABLE', message) }
}

async function readPolicy(source: YamlSource): Promise<ReadPolicy> {
  const { file } = source
  let text = ''
  try {
    text = await readFile(file, 'utf8')
    return { kind: 'read', text, policy: parsePolicy(text, source) }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return MISSING
    return { kind: 'damaged', text, problem: toProblem(error, file) }
  }
}

function toProblem(error: unknown, file: string): CodedError {
  if (isCodedError(error)) return error
  return new CodedError('POLICY_UNREADABLE', `Cannot read the policy '${file}', allow its owner to read it`, {
    cause: error,
  })
}
