import { join } from 'node:path'
import { readFile } from 'node:fs/promises'

import { type ComponentDescription, parseDescription } from '#wit'

import { DESCRIPTION, GLUE } from '../protocol/inspect-protocol.ts'
import type { AllProcesses } from '../process/all-processes.ts'
import { explainCacheError } from './cache-not-writable.ts'
import type { CompiledComponent, CompiledStore } from './compiled-store.ts'
import { type ComponentFile, openComponent, type OpenComponent } from './component-file.ts'
import { GlueThread } from './glue-check/glue-thread.ts'
import { type InspectLaunch, InspectProcess } from './inspect-process.ts'
import { inspectionLimits } from './inspection-limits.ts'
import type { InspectionTurns } from './inspection-turns.ts'
import { MadeFiles } from './made-files.ts'
import { assertDigest, makeReady } from './make-ready.ts'
import { hashOf } from './regular-file.ts'

/** What a component says of itself, and where it lies ready to run. */
export interface Inspection extends ComponentDescription {
  readonly compiled: CompiledComponent
}

/** What inspecting needs of the sandbox. */
export interface InspectOptions extends InspectLaunch {
  readonly store: CompiledStore
  readonly turns: InspectionTurns
  /** The sandbox processes of the server. */
  readonly all: AllProcesses
  /** Is told when another inspection has to end first. */
  readonly onWait?: (() => void) | undefined
}

/**
 * Reads what a component imports and exports, and makes it ready to run: in a process of its own, once for all times.
 *
 * @throws CodedError `COMPONENT_INVALID`, `COMPONENT_IMPORTS_UNKNOWN`, `COMPONENT_TOO_LARGE`, `WIT_TOO_LARGE`,
 *   `DIGEST_MISMATCH`, `MEMORY_FULL`, `CANCELLED`
 */
export async function inspectComponent(file: ComponentFile, options: InspectOptions): Promise<Inspection> {
  const found = await options.store.find(file.digest)
  if (found === null) return inspectInTurn(file, options)
  const component = await openComponent(file)
  await using opened = component.file
  assertDigest(file.path, { expected: file.digest, found: await hashOf(opened) })
  return describeKept(found)
}

async function describeKept(compiled: CompiledComponent): Promise<Inspection> {
  return { ...(await readDescriptionIn(compiled.folder)), compiled }
}

async function inspectInTurn(file: ComponentFile, options: InspectOptions): Promise<Inspection> {
  const { turns, store, signal, onWait } = options
  if (turns.isBusy) onWait?.()
  const endTurn = await turns.take(signal)
  let ended: Promise<unknown> = Promise.resolve()
  try {
    // Whoever was before can have done it.
    const found = await store.find(file.digest)
    if (found !== null) return await describeKept(found)
    const component = await openComponent(file)
    await using _closing = component.file
    await options.all.room(signal)
    using process = new InspectProcess(options, inspectionLimits(component.size))
    options.all.add(process)
    ended = process.ended
    return await inspectBy(process, component, options)
  } finally {
    void ended.then(endTurn)
  }
}

/** What is kept was read by us first: the next load must not fail for what this one has left. */
async function inspectBy(
  process: InspectProcess,
  component: OpenComponent,
  { store, signal }: InspectOptions,
): Promise<Inspection> {
  const folder = await store.begin()
  try {
    await using reader = new GlueThread()
    await using made = new MadeFiles(folder, inspectionLimits(component.size).madeBytes)
    const hashes = await makeReady(component, { process, made })
    await reader.assertGlue(join(folder, GLUE), signal)
    const description = await readDescriptionIn(folder)
    return { ...description, compiled: await store.keep(folder, component.digest, hashes) }
  } catch (error) {
    throw explainCacheError(error)
  } finally {
    await store.discard(folder)
  }
}

async function readDescriptionIn(folder: string): Promise<ComponentDescription> {
  return parseDescription(await readFile(join(folder, DESCRIPTION)))
}
