import { mapLoops } from './map-loops.ts'
import { replaceFunctions } from './replace-functions.ts'
import { strictDecoders } from './strict-decoders.ts'

const MENDS: readonly ((text: string) => string)[] = [replaceFunctions, strictDecoders, mapLoops]

/**
 * Mends what the generator gets wrong in its JavaScript.
 *
 * @throws GlueChanged where a mend meets what it was not written for
 */
export function mendGlue(text: string): string {
  return MENDS.reduce((mended, mend) => mend(mended), text)
}
