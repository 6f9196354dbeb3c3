import { GlueChanged } from './glue-changed.ts'

const LOOP = /let i = 0;\s*for \(const \[key, value\] of (?<entries>entries\d+)\) \{/g
const ANY_LOOP = /for \(const \[key, value\] of entries\d+\)/

/**
 * Gives each loop over a map a counter of its own.
 *
 * The generator declares one before the loop: two maps in one scope, or one in another, clash.
 */
export function mapLoops(text: string): string {
  const mended = text.replace(LOOP, 'for (let [i, [key, value]] of [...$<entries>].entries()) {')
  if (ANY_LOOP.test(mended)) throw new GlueChanged('a loop over a map')
  return mended
}
