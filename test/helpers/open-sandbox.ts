import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { PathRules } from '#policy'
import { SILENT_LOGGER, type Logger } from '#platform'
import {
  type ComponentFile,
  DEFAULT_EGRESS,
  DEFAULT_LIMITS,
  type EgressSettings,
  type Grants,
  type Invocation,
  type Isolation,
  type Limits,
  type NetworkAccess,
  type Outcome,
  PROCESS_ISOLATION,
  Sandbox,
  type StateStore,
  type StorageAttempt,
} from '#sandbox'
import { glueExport, readComponentWorld, type WitFunction } from '#wit'

import { fromGlue, toGlue } from './glue-values.ts'
import { anyValue } from './crossed-values.ts'
import { guestPath } from './guest.ts'
import { type Cleaner, temporaryFolder } from './temporary-folder.ts'

interface OpenOptions {
  readonly limits?: Partial<Limits>
  readonly files?: PathRules
  readonly logger?: Logger
  readonly egress?: Partial<EgressSettings>
  readonly isolation?: Isolation
  /** A new one unless given; one that is shared saves making the same guest ready again. */
  readonly cacheFolder?: string
  /** Without it nothing can be kept from call to call. */
  readonly state?: StateStore
  /** What all processes may take together. */
  readonly memoryBytes?: number
}

/** A sandbox and what every component in it is granted. */
export interface GrantedSandbox {
  readonly sandbox: Sandbox
  readonly grants: Grants
}

/** A sandbox on a new folder, closed after the test. */
export async function openSandbox(
  context: Cleaner,
  {
    limits = {},
    files,
    logger = SILENT_LOGGER,
    egress = {},
    isolation = PROCESS_ISOLATION,
    cacheFolder,
    state,
    memoryBytes,
  }: OpenOptions = {},
): Promise<GrantedSandbox> {
  const sandbox = new Sandbox({
    cacheFolder: cacheFolder ?? (await temporaryFolder(context)),
    toolFolders: [new URL('../../node_modules/@bytecodealliance/', import.meta.url).pathname],
    egress: { ...DEFAULT_EGRESS, ...egress },
    findIsolation: async () => isolation,
    state,
    memoryBytes,
    logger,
  })
  context.after(() => sandbox.close())
  return { sandbox, grants: { environment: [], files, limits: { ...DEFAULT_LIMITS, ...limits } } }
}

/** The file of a guest, with its digest. */
export async function guestFile(name: string): Promise<ComponentFile> {
  const path = await guestPath(name)
  const hash = createHash('sha256').update(await readFile(path))
  return { path, digest: `sha256:${hash.digest('hex')}` }
}

/** The file of a component that a test has made, with its digest. */
export async function writtenFile(context: Cleaner, bytes: Uint8Array): Promise<ComponentFile> {
  const path = join(await temporaryFolder(context), 'component.wasm')
  await writeFile(path, bytes)
  return { path, digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}` }
}

interface GuestCall {
  readonly name: string
  readonly args?: readonly unknown[]
  readonly signal?: AbortSignal
  readonly network?: NetworkAccess
  /** Hears of denied accesses to files. */
  readonly reportDenial?: (attempt: StorageAttempt) => void
  readonly reportUses?: NonNullable<Invocation['reportUses']>
  /** As in `CallTarget`. */
  readonly returnsResult?: boolean
}

/** Calls a function of a guest's world by its WIT name; arguments and result are plain values, as in `glue-values.ts`. */
export async function callGuest(
  { sandbox, grants }: GrantedSandbox,
  file: ComponentFile,
  call: GuestCall,
): Promise<Outcome> {
  const target = {
    ...glueExport({ interface: null, name: call.name }),
    returnsResult: call.returnsResult ?? false,
  }
  const fn = await functionOf(file, call.name)
  const args = (call.args ?? []).map((value, index) => {
    const parameter = fn?.parameters[index]
    return parameter === undefined ? value : toGlue(value, parameter.type)
  })
  const network = call.network === undefined ? {} : { network: call.network }
  const { reportDenial, reportUses } = call
  const reporting: Pick<Invocation, 'reportDenial' | 'reportUses'> = {
    ...(reportDenial && { reportDenial: (attempt) => attempt.kind === 'storage' && reportDenial(attempt) }),
    ...(reportUses && { reportUses }),
  }
  const component = { id: file.digest, source: null, scope: null, file, grants }
  const outcome = await sandbox.invoke(
    component,
    { target, args, result: anyValue(), ...network, ...reporting },
    call.signal,
  )
  if (outcome.kind !== 'returned' || !fn?.result) return outcome
  return { ...outcome, value: fromGlue(outcome.value, fn.result) }
}

/** Functions of the guests' worlds, by digest. */
const worlds = new Map<string, Promise<readonly WitFunction[]>>()

async function functionOf({ path, digest }: ComponentFile, name: string): Promise<WitFunction | undefined> {
  const functions = worlds.get(digest) ?? readFile(path).then((bytes) => readComponentWorld(bytes).functions)
  worlds.set(digest, functions)
  return (await functions).find((fn) => fn.interface === null && fn.name === name)
}
