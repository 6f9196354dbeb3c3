import { GlueChanged } from './glue-changed.ts'

const STRICT = '{ fatal: true, ignoreBOM: true }'

const DECODERS: Readonly<Record<string, string>> = {
  'new TextDecoder()': `new TextDecoder('utf-8', ${STRICT})`,
  "new TextDecoder('utf-16')": `new TextDecoder('utf-16le', ${STRICT})`,
}

/** Lets the first character of a text be U+FEFF, and a text that is none be an error instead of holding U+FFFD. */
export function strictDecoders(text: string): string {
  return text.replace(/\bnew TextDecoder\([^)]*\)/g, (found) => {
    const strict = DECODERS[found]
    if (strict === undefined) throw new GlueChanged('a decoder of texts')
    return strict
  })
}
