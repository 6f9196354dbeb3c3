import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

import { createArtifacts } from '#artifacts'
import { ComponentService, LockedSigners, RESERVED_TOOL_NAMES } from '#components'
import { redactingLogger, Redactor, type Logger, type TrustSettings } from '#platform'
import { PolicyStore } from '#policy'
import { type Isolation, type Limits, SqliteStateStore } from '#sandbox'
import { SecretStore } from '#secrets'

import { guestPath } from '../../helpers/guest.ts'
import { openSandbox } from '../../helpers/open-sandbox.ts'
import { recordingLogger } from '../../helpers/recording-logger.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

interface OpenOptions {
  /** A new folder unless given. */
  readonly folder?: string
  readonly limits?: Partial<Limits>
  readonly logger?: Logger
  readonly isolation?: Isolation
  readonly maxToolNameLength?: number
  /** Variables that can be granted. */
  readonly environment?: Readonly<Record<string, string>>
  /** For what is made ready to run: a new one unless given. */
  readonly cacheFolder?: string
  /** For what components keep: a new one unless given. */
  readonly stateFolder?: string
  /** Beside the components unless given. */
  readonly lockFile?: string
  /** None unless given. */
  readonly ceilingFile?: string
  readonly isPinned?: boolean
  readonly isForModel?: boolean
  /** For what was fetched: a new one unless given. */
  readonly storeFolder?: string
  /** Signatures are not looked at unless given. */
  readonly trust?: TrustSettings
}

/** The use cases on a folder, with real artifacts and a real sandbox, closed after the test. */
export async function openComponents(
  context: Pick<TestContext, 'after'>,
  {
    folder,
    limits = {},
    logger: given = recordingLogger(),
    isolation,
    maxToolNameLength = 128,
    cacheFolder,
    stateFolder,
    environment = {},
    lockFile,
    ceilingFile,
    isPinned = false,
    isForModel = true,
    storeFolder,
    trust,
  }: OpenOptions = {},
): Promise<ComponentService> {
  const home = await temporaryFolder(context)
  const redactor = new Redactor()
  const logger = redactingLogger(given, redactor)
  const componentFolder = folder ?? join(home, 'components')
  const lock = lockFile ?? join(componentFolder, 'wassette.lock')
  const artifacts = createArtifacts({
    home,
    storeDir: storeFolder ?? join(home, 'store'),
    logger,
    proxy: {},
    insecureRegistries: [],
    helperEnvironment: {},
    trust: trust && { ...trust, pins: new LockedSigners(lock) },
  })
  const { sandbox, grants } = await openSandbox(context, {
    limits,
    logger,
    ...(cacheFolder && { cacheFolder }),
    ...(isolation && { isolation }),
    state: new SqliteStateStore({ folder: stateFolder ?? join(home, 'state'), logger }),
  })
  const components = await ComponentService.open({
    artifacts,
    sandbox,
    limits: grants.limits,
    folder: componentFolder,
    lock: { file: lock, isPinned, isForModel },
    policies: new PolicyStore({
      folder: componentFolder,
      ceilingFile: ceilingFile ?? null,
      ownFolders: [lock],
    }),
    secrets: new SecretStore({
      folder: join(home, 'secrets'),
      store: 'file',
      environment: {},
      findKeychain: async () => null,
      redactor,
      logger,
    }),
    environment,
    names: { reserved: RESERVED_TOOL_NAMES, maxLength: maxToolNameLength },
    logger,
  })
  context.after(() => components.close())
  return components
}

/** Puts a guest into a component folder by hand, under any name. */
export async function putGuest(folder: string, id: string, guest: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await copyFile(await guestPath(guest), join(folder, `${id}.wasm`))
}

/** Resolves when `isTrue` is, which is looked at on every change of the catalog. */
export async function becomes(components: ComponentService, isTrue: () => boolean): Promise<void> {
  const changed = Promise.withResolvers<void>()
  const check = (): void => {
    if (isTrue()) changed.resolve()
  }
  const unsubscribe = components.onChange(check)
  check()
  await changed.promise
  unsubscribe()
}

/** Ids of the components in the catalog. */
export function idsOf(components: ComponentService): readonly string[] {
  return components.list().map(({ id }) => id)
}
