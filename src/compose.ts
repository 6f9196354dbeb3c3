import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

import { createArtifacts } from '#artifacts'
import { ComponentService, RESERVED_TOOL_NAMES } from '#components'
import type { Config, Logger, Redactor } from '#platform'
import { PolicyStore } from '#policy'
import { chooseIsolation, DEFAULT_LIMITS, type Isolation, Sandbox } from '#sandbox'
import { findKeychain, SecretStore } from '#secrets'

/** Joins the rooms: the only place that chooses concrete classes. */
export async function composeComponents(
  config: Config,
  { logger, secrets }: { readonly logger: Logger; readonly secrets: SecretStore },
): Promise<ComponentService> {
  const artifacts = createArtifacts({ ...config.artifacts, storeDir: join(config.cacheDir, 'store'), logger })
  const findIsolation = await isolationFinder(config, logger)
  const sandbox = new Sandbox({
    cacheFolder: config.cacheDir,
    toolFolders: [transpilerFolder()],
    findIsolation,
    logger,
  })
  return ComponentService.open({
    artifacts,
    sandbox,
    folder: config.componentDir,
    policies: new PolicyStore({ ...config.policy, folder: config.componentDir }),
    secrets,
    environment: config.guestEnvironment,
    names: { reserved: RESERVED_TOOL_NAMES, maxLength: config.maxToolNameLength },
    limits: DEFAULT_LIMITS,
    logger,
  })
}

/** The secrets of all components. */
export function composeSecrets(
  { secrets }: Config,
  { logger, redactor }: { readonly logger: Logger; readonly redactor: Redactor },
): SecretStore {
  const search = { platform: process.platform, environment: secrets.environment }
  return new SecretStore({ ...secrets, findKeychain: () => findKeychain(search), logger, redactor })
}

/** A server that is told to use the operating system's layer refuses to start without; else there is time until the first call. */
async function isolationFinder(config: Config, logger: Logger): Promise<() => Promise<Isolation>> {
  const find = async (): Promise<Isolation> => {
    const search = { mode: config.isolation, platform: process.platform, path: config.programPath }
    const { isolation, missing } = await chooseIsolation(search)
    if (missing !== null) logger.info({ missing }, 'Sandbox processes have no layer of the operating system')
    return isolation
  }
  if (config.isolation !== 'os') return find
  const isolation = await find()
  return async () => isolation
}

const TRANSPILER = '@bytecodealliance/jco-transpile'

/** Where the package of the transpiler lies, wherever npm has put it. */
function transpilerFolder(): string {
  const module = fileURLToPath(import.meta.resolve(`${TRANSPILER}/wasm-tools`))
  const packagePath = `${sep}${TRANSPILER.replace('/', sep)}${sep}`
  const end = module.lastIndexOf(packagePath)
  return end === -1 ? dirname(module) : module.slice(0, end + packagePath.length - 1)
}
