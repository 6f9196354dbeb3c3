import type { z } from 'zod'

import { CodedError, describeError, isCodedError } from '#platform'
import { parsePolicy } from '#policy'

import { lineOfPath } from '../line-in-text.ts'
import type { ProvisionedComponent, Provisioning, RetryPolicy } from './provisioning.ts'
import { type ComponentEntry, PROVISIONING } from './provisioning-schema.ts'

const ONCE: RetryPolicy = { attempts: 1, waitMs: () => 0 }

/** Reads the text of a file of `--manifest`. @throws CodedError `PROVISIONING_INVALID` with file and line */
export async function parseProvisioning(text: string, file: string): Promise<Provisioning> {
  const parsed = PROVISIONING.safeParse(await parseYaml(text, file))
  if (!parsed.success) throw invalid(file, text, parsed.error.issues[0])
  const components = parsed.data.components.map((entry, index) => {
    try {
      return toComponent(entry, file)
    } catch (error) {
      if (!isCodedError(error)) throw error
      throw invalid(file, text, { path: ['components', index, 'permissions'], message: error.message })
    }
  })
  return { file, components }
}

async function parseYaml(text: string, file: string): Promise<unknown> {
  const { parse, YAMLParseError } = await import('yaml')
  try {
    return parse(text, { logLevel: 'error' })
  } catch (error) {
    const line = error instanceof YAMLParseError ? (error.linePos?.[0].line ?? 1) : 1
    throw invalidAt(file, line, describeError(error).split('\n')[0] ?? 'it is not YAML')
  }
}

function toComponent(entry: ComponentEntry, file: string): ProvisionedComponent {
  const policy = toPolicyText(entry)
  const { warnings } = parsePolicy(policy, { file })
  // What has no effect in a policy is told; here nobody would see it.
  if (warnings[0] !== undefined) throw new CodedError('PROVISIONING_INVALID', warnings[0])
  const variables = entry.permissions.environment?.allow ?? []
  return {
    uri: entry.uri,
    name: entry.name ?? null,
    digest: entry.digest ?? null,
    policy,
    valuesFrom: new Map(
      variables.flatMap(({ key, value_from: from }) => (from === undefined ? [] : [[key, from] as const])),
    ),
    retry: toRetryPolicy(entry.retry_policy ?? null),
  }
}

/** JSON is YAML: the permissions in the form that every policy has, so that the same rules read and decide them. */
function toPolicyText({ permissions }: ComponentEntry): string {
  const { network, storage, environment, resources } = permissions
  const limits = {
    ...resources?.limits,
    ...(resources?.memory_bytes !== undefined && { memory: String(resources.memory_bytes) }),
    ...(resources?.cpu_time_ms !== undefined && { cpu_time: `${resources.cpu_time_ms}ms` }),
  }
  return JSON.stringify({
    version: '1.0',
    permissions: {
      ...(network && { network }),
      ...(storage && { storage }),
      ...(environment && { environment: { allow: environment.allow.map(({ key }) => ({ key })) } }),
      ...(Object.keys(limits).length > 0 && { resources: { limits } }),
    },
  })
}

function toRetryPolicy(policy: ComponentEntry['retry_policy']): RetryPolicy {
  if (!policy) return ONCE
  const { attempts, backoff } = policy
  switch (backoff?.type) {
    case undefined:
      return { attempts, waitMs: () => 0 }
    case 'exponential':
      return { attempts, waitMs: (attempt) => Math.min(MAX_WAIT_MS, backoff.base_ms * 2 ** (attempt - 1)) }
    case 'linear':
      return { attempts, waitMs: (attempt) => Math.min(MAX_WAIT_MS, backoff.increment_ms * attempt) }
  }
}

/** Whatever a backoff grows to. */
const MAX_WAIT_MS = 5 * 60_000

type Issue = Pick<z.core.$ZodIssue, 'path' | 'message'>

function invalid(file: string, text: string, issue: Issue | undefined): CodedError {
  const { path, message } = issue ?? { path: [], message: 'It is not as it should be' }
  const where = path.length === 0 ? '' : ` (${path.map(String).join('.')})`
  return invalidAt(file, lineOfPath(text, path), `${message}${where}`)
}

function invalidAt(file: string, line: number, reason: string): CodedError {
  return new CodedError('PROVISIONING_INVALID', `Fix line ${line} of the manifest '${file}': ${reason}`)
}
