import { parseEnvironmentKey } from './environment-key.ts'
import { KeyReader } from './key-reader.ts'
import { parseLimits, parseState } from './parse-limits.ts'
import { parseNetworkRule } from './parse-network-rule.ts'
import { parseRuleSet, type UnreadRule } from './parse-rule-set.ts'
import { parseStorageRule } from './parse-storage-rule.ts'
import { EMPTY_POLICY, type EnvironmentRule, type Permissions, type Policy } from '../policy.ts'
import { invalidPart, listOf, type Part, readYaml, textOf, within, type YamlSource } from './yaml-part.ts'

/**
 * Parses a `policy.yaml` of version 1, Wassette's keys and ours; an empty document allows nothing.
 *
 * @throws CodedError `POLICY_INVALID` with the file and the line
 */
export function parsePolicy(text: string, source: YamlSource): Policy {
  const { file } = source
  const root = readYaml(text, source)
  if (root === null || (root.kind === 'scalar' && root.value === null)) return EMPTY_POLICY
  const warnings: string[] = []
  const document = new KeyReader(root, file, warnings)
  document.take('$schema')
  const version = parseVersion(document.take('version'), root)
  const description = document.take('description')
  if (!document.has('permissions')) throw invalidPart(root, "Missing 'permissions'")
  const policy: Policy = {
    version,
    description: isNothing(description) ? null : textOf(description, 'description'),
    permissions: parsePermissions(document.child('permissions'), warnings),
    ...parseTools(document.child('tools'), warnings),
    warnings,
  }
  document.warnOfRest()
  return policy
}

function isNothing(part: Part | undefined): part is undefined {
  return part === undefined || (part.kind === 'scalar' && part.value === null)
}

function parseVersion(part: Part | undefined, root: Part): string {
  if (part === undefined) throw invalidPart(root, "Missing 'version'")
  const version = textOf(part, 'version')
  if (!version.startsWith('1.')) throw invalidPart(part, `Unsupported version: ${version}`)
  return version
}

function parseTools(list: KeyReader, warnings: string[]): Pick<Policy, 'tools' | 'readOnly'> {
  const tools = new Map<string, Permissions>()
  const readOnly = new Map<string, boolean>()
  for (const name of list.keys()) {
    const keys = list.child(name)
    const isReadOnly = keys.takeFlag('read-only')
    if (isReadOnly !== null) readOnly.set(name, isReadOnly)
    // A tool with rules of its own gets processes of its own; this key alone is no reason to.
    if (keys.keys().some((key) => key !== 'read-only')) tools.set(name, parsePermissions(keys, warnings))
  }
  return { tools, readOnly }
}

function parsePermissions(keys: KeyReader, warnings: string[]): Permissions {
  const permissions: Permissions = {
    storage: parseRuleSet(keys.child('storage'), warnings, parseStorageRule),
    network: parseRuleSet(keys.child('network'), warnings, parseNetworkRule),
    environment: parseRuleSet(keys.child('environment'), warnings, parseEnvironmentRule),
    limits: parseLimits(keys.child('resources')),
    stateBytes: parseState(keys.take('state'), warnings),
  }
  checkIpc(keys.child('ipc'))
  keys.ignore('runtime', 'has no effect: components run neither in Docker nor in Hyperlight')
  keys.warnOfRest()
  return permissions
}

function parseEnvironmentRule({ keys, part, terms }: UnreadRule): EnvironmentRule {
  const key = keys.takeText('key')
  if (key === null) throw invalidPart(part, "Missing 'key' field for environment permission")
  return { ...terms, key: within(part, () => parseEnvironmentKey(key)) }
}

/** Components have no way to talk to processes, so all of it is denied. */
function checkIpc(ipc: KeyReader): void {
  const allowed = listOf(ipc.take('allow'), 'allow') ?? []
  if (allowed.length > 0) ipc.warn('ipc.allow has no effect: components cannot reach processes')
  ipc.take('deny')
  ipc.warnOfRest()
}
