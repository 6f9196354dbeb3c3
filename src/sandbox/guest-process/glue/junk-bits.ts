import { GlueChanged } from './glue-changed.ts'

const CHECK = /if \(\([^;{}]*\) !== 0\) \{\s*throw new TypeError\('flags have extraneous bits set'\);\s*\}/g

/** Lets bits that stand for no flag be ignored, as the canonical ABI does. */
export function junkBits(text: string): string {
  const mended = text.replace(CHECK, '')
  if (mended.includes('flags have extraneous bits set')) throw new GlueChanged('a check of flags')
  return mended
}
