import type { LoadProgress } from '#components'

/** One `notifications/progress` without its token. */
export interface ProgressUpdate {
  readonly progress: number
  readonly total?: number
  readonly message: string
}

const MIN_INTERVAL_MS = 100

/**
 * Turns the progress of a load into updates whose `progress` only grows, as the specification demands, though a load
 * counts each of its phases from zero, and holds back those that follow too soon on one with the same message.
 */
export function progressReporter(
  send: (update: ProgressUpdate) => void,
  now: () => number = () => performance.now(),
): (progress: LoadProgress) => void {
  let base = 0
  let phaseDone = 0
  let last = { message: '', progress: -1, at: Number.NEGATIVE_INFINITY }
  return ({ message, done, total }) => {
    if (done < phaseDone) base += phaseDone
    phaseDone = done
    if (message !== last.message && base + done <= last.progress) base = last.progress - done + 1
    const progress = base + done
    const isNews = message !== last.message || now() - last.at >= MIN_INTERVAL_MS
    if (!isNews || progress <= last.progress) return
    last = { message, progress, at: now() }
    send({ message, progress, ...(total !== null && { total: base + total }) })
  }
}
