import * as compactText from './compact-text.ts'
import { Handles } from './handles.ts'
import * as liftFlat from './lift-flat.ts'
import * as liftPlain from './lift-plain.ts'
import * as liftVariant from './lift-variant.ts'
import * as lowerFlat from './lower-flat.ts'
import * as lowerPlain from './lower-plain.ts'
import * as lowerVariant from './lower-variant.ts'
import { sliceNumbers } from './slice-numbers.ts'

/** Under which name generated code finds what converts values; no import of a component can have it. */
export const VALUES_IMPORT = 'wassette:values'

const CONVERSIONS = {
  ...compactText,
  sliceNumbers,
  ...liftPlain,
  ...liftVariant,
  ...liftFlat,
  ...lowerPlain,
  ...lowerVariant,
  ...lowerFlat,
}

/** What the generated code of one instance calls in place of helpers of its own. */
export function openValues(): object {
  return { ...CONVERSIONS, handles: new Handles() }
}
