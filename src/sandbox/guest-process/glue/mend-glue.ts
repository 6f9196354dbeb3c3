import { compactTexts } from './compact-texts.ts'
import { junkBits } from './junk-bits.ts'
import { listSlices } from './list-slices.ts'
import { mapLoops } from './map-loops.ts'
import { replaceFunctions } from './replace-functions.ts'
import { resourceHandles } from './resource-handles.ts'
import { stackfulResults } from './stackful-results.ts'
import { startCalls } from './start-calls.ts'
import { strictDecoders } from './strict-decoders.ts'

const MENDS: readonly ((text: string) => string)[] = [
  resourceHandles,
  replaceFunctions,
  strictDecoders,
  mapLoops,
  listSlices,
  junkBits,
  stackfulResults,
  startCalls,
]

/** What is known of the component. */
export interface MendOptions {
  /** Whether what was generated as UTF-16 is Latin-1 or UTF-16, text by text. */
  readonly hasCompactTexts?: boolean
}

/**
 * Mends what the generator gets wrong in its JavaScript.
 *
 * @throws GlueChanged where a mend meets what it was not written for
 */
export function mendGlue(text: string, { hasCompactTexts = false }: MendOptions = {}): string {
  const mends = hasCompactTexts ? [...MENDS, compactTexts] : MENDS
  return mends.reduce((mended, mend) => mend(mended), text)
}
