import { WASI_CASES, WASI_FUNCTIONS, WASI_KEYS } from '#wit'

/** A name that `src/wit/rename` has given, as it is or as the name of a class. */
const OUR_NAME = /[nN][0-9a-f]{16}/g

/** Generated code tells things apart by numbers. */
const NUMBER = /\$?\d+/g

const WORD = /[A-Za-z_$][\w$]*/g

/** Words without names of ours and numbers: `exports0N0123456789abcdef` is `exports`. */
export function plainWords(text: string): readonly string[] {
  return (text.replaceAll(OUR_NAME, '$').match(WORD) ?? []).map(plainWord).filter((word) => word !== '')
}

function plainWord(word: string): string {
  return word.replaceAll(NUMBER, '').replaceAll(/^\$+|\$+$/g, '')
}

/** The words of our WASI host, in each form that generated code gives them. */
export function wasiWords(): readonly string[] {
  return [...WASI_FUNCTIONS, ...WASI_KEYS, ...WASI_CASES].flatMap((label) => {
    const parts = label.split('-')
    const pascal = parts
      .map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1).toLowerCase()}`)
      .join('')
    return plainWords([...parts, pascal, `${pascal.charAt(0).toLowerCase()}${pascal.slice(1)}`].join(' '))
  })
}
