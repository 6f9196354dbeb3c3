import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { Attack } from '../attack.ts'
import { titlePattern } from '../test-titles.ts'
import { type Observation, OBSERVATION_MS, parseObservations } from './observation.ts'

/** What a call of another component would wait at most in 99 of 100 cases, and how much memory the server may have. */
export const MOST_LATENCY_MS = 250
export const MOST_MEMORY_BYTES = 512 * 2 ** 20

/** A machine on which a process that does nothing is held up longer tells nothing about the product. */
const QUIET_LATENCY_MS = 50

/** A server is not called before it is there. */
const START_MS = 1_000

/** What others noticed of an attack. */
export interface Bystanders {
  /** In 99 of 100 cases a call at any moment waits no longer for the event loop. */
  readonly latencyMs: number
  readonly memoryBytes: number
  /** Whether the machine was quiet in the meantime. */
  readonly isQuiet: boolean
}

type LoopObservation = Extract<Observation, { readonly kind: 'loop' }>
type TestObservation = Extract<Observation, { readonly kind: 'test' }>

/** What the processes of a run have observed, by the file in which they wrote it. */
export class BystanderReport {
  readonly #observations: ReadonlyMap<string, readonly Observation[]>

  private constructor(observations: ReadonlyMap<string, readonly Observation[]>) {
    this.#observations = observations
  }

  /** Reads a folder; `idle.jsonl` in it is of a process that does nothing. */
  static async read(folder: string): Promise<BystanderReport> {
    const names = await readdir(folder)
    const read = async (name: string) =>
      [name, parseObservations(await readFile(join(folder, name), 'utf8'))] as const
    return new BystanderReport(new Map(await Promise.all(names.map(read))))
  }

  /** The worst that a server noticed in any test of an attack; null when its tests have no server. */
  of({ tests }: Attack): Bystanders | null {
    const found = [...this.#observations].flatMap(([name, observations]) =>
      observations.flatMap((test) => {
        if (test.kind !== 'test') return []
        const isOfAttack = tests.some(
          ({ file, title }) => file === test.file && titlePattern(title).test(test.name),
        )
        return isOfAttack ? this.#during(test, name.split('-')[0] ?? '') : []
      }),
    )
    if (found.length === 0) return null
    return {
      latencyMs: Math.max(...found.map(({ latencyMs }) => latencyMs)),
      memoryBytes: Math.max(...found.map(({ memoryBytes }) => memoryBytes)),
      isQuiet: found.every(({ isQuiet }) => isQuiet),
    }
  }

  /** What each server of a test process noticed while a test ran. */
  #during({ from, to }: TestObservation, pid: string): readonly Bystanders[] {
    const isQuiet = latencyOf(this.#loop('idle.jsonl', from, to)) <= QUIET_LATENCY_MS
    return [...this.#observations].flatMap(([name, [first]]) => {
      if (!name.startsWith(`${pid}-`) || first?.kind !== 'loop') return []
      const loop = this.#loop(name, Math.max(from, first.at + START_MS), to)
      if (loop.length === 0) return []
      return [
        { latencyMs: latencyOf(loop), memoryBytes: Math.max(...loop.map(({ bytes }) => bytes)), isQuiet },
      ]
    })
  }

  #loop(name: string, from: number, to: number): readonly LoopObservation[] {
    const observations = this.#observations.get(name) ?? []
    return observations.filter((one) => one.kind === 'loop').filter(({ at }) => at >= from && at <= to)
  }
}

/** A call comes at any moment, also while the loop is held: it waits for what is left of that. */
function latencyOf(loop: readonly LoopObservation[]): number {
  const ms = loop.reduce((sum, { heldMs }) => sum + Math.max(OBSERVATION_MS, heldMs), 0)
  const waitingLonger = (than: number) =>
    loop.reduce((sum, { heldMs }) => sum + Math.max(0, heldMs - than), 0)
  let latencyMs = 0
  while (waitingLonger(latencyMs) > ms / 100) latencyMs++
  return latencyMs
}
