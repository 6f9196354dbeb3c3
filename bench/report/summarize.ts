import type { Measurement, Unit } from '../question.ts'
import { quantile } from './quantile.ts'

/** A figure as reports have it: the middle of its samples and how far they lie apart. */
export interface Row {
  readonly name: string
  readonly unit: Unit
  readonly median: number
  readonly min: number
  readonly max: number
  readonly aim: number | null
  readonly samples: readonly number[]
}

/** @throws Error when there are no samples, or one that is no number: then the question was not answered */
export function summarize({ name, unit, samples, aim }: Measurement): Row {
  if (samples.length === 0 || !samples.every(Number.isFinite)) {
    throw new Error(`'${name}' was not measured: ${samples.join(', ')}`)
  }
  const [median, min, max] = [quantile(samples, 0.5), Math.min(...samples), Math.max(...samples)]
  return { name, unit, median, min, max, aim: aim ?? null, samples }
}
