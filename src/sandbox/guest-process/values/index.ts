import * as compactText from './compact-text.ts'
import * as liftFlat from './lift-flat.ts'
import * as liftPlain from './lift-plain.ts'
import * as liftVariant from './lift-variant.ts'
import * as lowerFlat from './lower-flat.ts'
import * as lowerPlain from './lower-plain.ts'
import * as lowerVariant from './lower-variant.ts'
import { sliceNumbers } from './slice-numbers.ts'

/** Under which name generated code finds what converts values; no import of a component can have it. */
export const VALUES_IMPORT = 'wassette:values'

/** What generated code calls in place of helpers of its own. */
export const VALUES: object = {
  ...compactText,
  sliceNumbers,
  ...liftPlain,
  ...liftVariant,
  ...liftFlat,
  ...lowerPlain,
  ...lowerVariant,
  ...lowerFlat,
}
