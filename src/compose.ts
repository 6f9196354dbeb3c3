import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

import { type Artifacts, createArtifacts, DEFAULT_MAX_COMPONENT_BYTES } from '#artifacts'
import { Authoring } from '#authoring'
import {
  AuditedComponents,
  BundleService,
  CacheService,
  type Components,
  ComponentService,
  type ComponentServiceParts,
  installedRoots,
  lockedRoots,
  replacedRoots,
  LockedSigners,
  RESERVED_TOOL_NAMES,
} from '#components'
import {
  AuditFile,
  AuditLog,
  type AuditSink,
  type Config,
  type Logger,
  NO_AUDIT,
  type Redactor,
} from '#platform'
import { PolicyStore } from '#policy'
import {
  chooseIsolation,
  DEFAULT_LIMITS,
  type Isolation,
  Sandbox,
  sandboxMemory,
  SqliteStateStore,
} from '#sandbox'
import { findKeychain, SecretStore } from '#secrets'

/** What tells of the rest, and is there before it. */
interface Traces {
  readonly logger: Logger
  /** Is told every secret. */
  readonly redactor: Redactor
}

/** Joins the rooms for whoever uses them: the only file that chooses concrete classes. */
export async function composeRooms(
  config: Config,
  { principal, ...traces }: Traces & { readonly principal: string },
): Promise<{ readonly components: Components; readonly secrets: SecretStore }> {
  const { logger, redactor } = traces
  const audit = composeAudit(config, traces)
  const secrets = composeSecrets(config, { ...traces, audit })
  const components = await composeComponents(config, { logger, secrets, decisions: { audit, principal } })
  return {
    components: new AuditedComponents(components, {
      audit,
      redactor,
      principal,
      hasValues: config.audit.hasValues,
    }),
    secrets,
  }
}

/** The use cases of components, as they are. */
export async function composeComponents(
  config: Config,
  { logger, secrets, decisions }: Pick<ComponentServiceParts, 'logger' | 'secrets' | 'decisions'>,
): Promise<ComponentService> {
  const artifacts = composeArtifacts(config, logger)
  const findIsolation = await isolationFinder(config, logger)
  const sandbox = new Sandbox({
    cacheFolder: config.cacheDir,
    toolFolders: [generatorFolder()],
    findIsolation,
    memoryBytes: sandboxMemory({ setting: config.maxSandboxBytes }).bytes,
    state: new SqliteStateStore({ folder: config.stateDir, logger }),
    logger,
  })
  return ComponentService.open({
    artifacts,
    sandbox,
    folder: config.componentDir,
    lock: {
      file: config.lockFile,
      isPinned: config.isPinned,
      isForModel: decisions?.principal !== 'operator',
    },
    policies: new PolicyStore({
      ...config.policy,
      folder: config.componentDir,
      ownFolders: ownFolders(config),
    }),
    secrets,
    environment: config.guestEnvironment,
    names: { reserved: RESERVED_TOOL_NAMES, maxLength: config.maxToolNameLength },
    limits: DEFAULT_LIMITS,
    decisions,
    logger,
  })
}

/** What authors and operators do at registries. */
export function composeAuthoring(config: Config, logger: Logger): Authoring {
  return new Authoring({
    artifacts: composeArtifacts(config, logger),
    sourceDate: config.sourceDate,
    maxBytes: config.artifacts.maxComponentBytes ?? DEFAULT_MAX_COMPONENT_BYTES,
  })
}

function composeArtifacts(
  { artifacts, cacheDir, componentRegistry, lockFile, trust }: Config,
  logger: Logger,
): Artifacts {
  return createArtifacts({
    ...artifacts,
    logger,
    storeDir: join(cacheDir, 'store'),
    componentList: { source: componentRegistry, cacheFolder: join(cacheDir, 'lists') },
    trust: { ...trust, pins: new LockedSigners(lockFile) },
  })
}

/** The upkeep of what can be fetched or made again. */
export function composeCache({ cache, cacheDir, componentDir, lockFile }: Config): CacheService {
  const roots = [
    () => installedRoots(componentDir),
    () => lockedRoots(lockFile),
    () => replacedRoots(componentDir),
  ]
  return new CacheService({ folder: cacheDir, roots, ...cache })
}

/** Components in one file. */
export function composeBundles({ cacheDir, componentDir, lockFile }: Config): BundleService {
  return new BundleService({ cacheFolder: cacheDir, componentFolder: componentDir, lockFile })
}

/** What no component may see or change, whatever is granted. */
function ownFolders(config: Config): readonly string[] {
  const { audit, cacheDir, configFile, lockFile, policy, secrets, stateDir, wallDir } = config
  const files = [audit.file, configFile?.path, policy.ceilingFile].filter((file) => typeof file === 'string')
  const folders = [cacheDir, secrets.folder, stateDir, ...(wallDir === null ? [] : [wallDir])]
  return [lockFile, ...folders, ...files.map((file) => dirname(file))]
}

/** The record of what components did and tried. */
function composeAudit({ audit: { file, isChained } }: Config, { logger, redactor }: Traces): AuditSink {
  if (file === null) return NO_AUDIT
  return new AuditLog({ file: new AuditFile({ path: file, isChained }), redactor, logger })
}

/** The secrets of all components. */
export function composeSecrets(
  { secrets }: Config,
  traces: Traces & { readonly audit?: AuditSink },
): SecretStore {
  const search = { platform: process.platform, environment: secrets.environment }
  return new SecretStore({ ...secrets, findKeychain: () => findKeychain(search), ...traces })
}

/** A server that is told to use the operating system's layer refuses to start without; else there is time until the first call. */
async function isolationFinder(config: Config, logger: Logger): Promise<() => Promise<Isolation>> {
  const find = async (): Promise<Isolation> => {
    const { isolation, missing } = await chooseIsolation({
      mode: config.isolation,
      platform: process.platform,
      path: config.programPath,
      folder: config.wallDir,
    })
    if (missing !== null) logger.info({ missing }, 'Sandbox processes have no layer of the operating system')
    return isolation
  }
  if (config.isolation !== 'os') return find
  const isolation = await find()
  return async () => isolation
}

const GENERATOR = '@bytecodealliance/jco-transpile'

/** Where the package of the generator lies, wherever npm has put it. */
function generatorFolder(): string {
  const module = fileURLToPath(import.meta.resolve(`${GENERATOR}/wasm-tools`))
  const packagePath = `${sep}${GENERATOR.replace('/', sep)}${sep}`
  const end = module.lastIndexOf(packagePath)
  return end === -1 ? dirname(module) : module.slice(0, end + packagePath.length - 1)
}
