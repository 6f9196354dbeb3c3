import { dirname } from 'node:path'

import type { Config } from '#platform'
import { sandboxMemory, sandboxProcessors } from '#sandbox'
import { findKeychain } from '#secrets'

import { checkClients } from './check-clients.ts'
import { checkFolder, checkSize } from './check-folders.ts'
import { checkIsolation } from './check-isolation.ts'
import { checkNode, nodeFacts } from './check-node.ts'
import { checkMachine } from './check-machine.ts'
import { checkPolicies } from './check-policies.ts'
import { type Check, ok, warning } from './check.ts'

/** Looks at everything that the product needs or can use, starting no component. */
export async function diagnose(config: Config): Promise<readonly Check[]> {
  const [isolation, folders, keychain, policies, clients] = await Promise.all([
    checkIsolation(config),
    checkFolders(config),
    checkKeychain(config),
    checkPolicies({ ...config.policy, folder: config.componentDir }),
    checkClients(config.artifacts.home),
  ])
  const node = checkNode(nodeFacts())
  return [
    ...node,
    ...isolation,
    ...checkMachine(sandboxMemory({ setting: config.maxSandboxBytes }), sandboxProcessors()),
    ...checkConfigFile(config),
    ...folders,
    keychain,
    checkGrants(config),
    ...policies,
    ...clients,
  ]
}

function checkConfigFile({ configFile, warnings }: Config): readonly Check[] {
  const name = 'Configuration'
  const problems = warnings.map((sentence) => warning(name, sentence, 'change it where it stands'))
  if (configFile === null) return problems
  return [
    ok(name, configFile.isThere ? configFile.path : `none at ${configFile.path}, defaults`),
    ...problems,
  ]
}

function checkGrants({ policy: { grants, isUnattendedAllowed }, configFile }: Config): Check {
  const decides = {
    ask: 'a person decides',
    model: 'a model grants what it asks for',
    operator: 'the operator alone',
  }
  const detail = decides[grants]
  if (!isUnattendedAllowed) return ok('Grants', `${detail}; commands that grant ask at a terminal`)
  const next = `take 'unattended_grants' out of '${configFile?.path ?? ''}', so that a person is asked`
  return warning('Grants', `${detail}; '--yes' grants without asking anybody`, next)
}

function checkFolders({ componentDir, cacheDir, secrets, audit }: Config): Promise<readonly Check[]> {
  const optional = { isRequired: false } as const
  const auditFolder = audit.file === null ? null : dirname(audit.file)
  return Promise.all([
    checkFolder({ name: 'Component folder', path: componentDir, isRequired: true, setting: 'component_dir' }),
    checkFolder({ name: 'Cache', path: cacheDir, isRequired: true, setting: 'XDG_CACHE_HOME' }),
    checkSize('Cache size', cacheDir),
    checkFolder({ name: 'Secrets', path: secrets.folder, setting: 'secrets_dir', ...optional }),
    auditFolder === null
      ? warning('Audit', 'turned off', 'set audit_file')
      : checkFolder({ name: 'Audit', path: auditFolder, setting: 'audit_file', ...optional }),
  ])
}

async function checkKeychain({ secrets: { environment } }: Config): Promise<Check> {
  const keychain = await findKeychain({ platform: process.platform, environment })
  if (keychain !== null) return ok('Keychain', keychain.name)
  const next = 'install secret-tool (Debian: apt install libsecret-tools), or keep them in a protected file'
  return warning('Keychain', 'none was found: secrets lie in files of the user', next)
}
