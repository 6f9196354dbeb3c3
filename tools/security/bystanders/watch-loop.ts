import { appendFileSync } from 'node:fs'

import { type Observation, OBSERVATION_MS } from './observation.ts'

const TICK_MS = 10

/** Writes down from now on how long the event loop of this process is held, and how much memory the process has. */
export function watchLoop(file: string): void {
  let last = performance.now()
  let toldAt = last
  let heldMs = 0
  const look = (): void => {
    const now = performance.now()
    heldMs = Math.max(heldMs, now - last - TICK_MS)
    last = now
    if (now - toldAt < OBSERVATION_MS) return
    const observation: Observation = {
      kind: 'loop',
      at: Date.now(),
      heldMs: Math.round(heldMs),
      bytes: process.memoryUsage.rss(),
    }
    appendFileSync(file, `${JSON.stringify(observation)}\n`)
    toldAt = now
    heldMs = 0
  }
  setInterval(look, TICK_MS).unref()
}
