import { readTextEncodings } from '../../../wit/binary/text-encoding.ts'

/** A component as the generator takes it. */
interface ForGenerator {
  readonly bytes: Uint8Array
  /** Whether its texts are Latin-1 or UTF-16, text by text, where it says UTF-16 now. */
  readonly hasCompactTexts: boolean
}

/** Changes what the generator does not know. @throws where that cannot be done */
export function forGenerator(component: Uint8Array): ForGenerator {
  const texts = readTextEncodings(component)
  switch (texts.kind) {
    case 'plain':
      return { bytes: component, hasCompactTexts: false }
    case 'compact':
      return { bytes: texts.component, hasCompactTexts: true }
    case 'mixed':
      throw new Error(
        "texts of the encoding 'latin1+utf16' go between the components that it is made of; build them with 'utf8'",
      )
  }
}
