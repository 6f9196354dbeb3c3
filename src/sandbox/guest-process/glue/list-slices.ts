import { VALUES_IMPORT } from '../values/index.ts'
import { GlueChanged } from './glue-changed.ts'

const SLICE =
  /(?<memory>memory\d+)\.buffer\.slice\((?<ptr>ptr\d+), \k<ptr> \+ (?<len>len\d+) \* (?<size>[1248])\)/g

/** Makes a list of numbers that leaves the memory of its guest an error; the generator takes what is there of it. */
export function listSlices(text: string): string {
  const mended = text.replace(
    SLICE,
    `imports['${VALUES_IMPORT}'].sliceNumbers($<memory>, $<ptr>, $<len> * $<size>)`,
  )
  if (/\bmemory\d+\.buffer\.slice\(/.test(mended)) throw new GlueChanged('a list of numbers')
  return mended
}
