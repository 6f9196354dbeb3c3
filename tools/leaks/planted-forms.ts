/** Every value that a test plants begins with this; no other text has it. */
export const PLANTED = 'pLaNtEdVaLuE'

const BYTES = Buffer.from(PLANTED)

/** How a planted value looks to whoever prints it: as it is, as hexadecimal digits, and as base64 wherever it begins in a longer text. */
export const PLANTED_FORMS: readonly string[] = [
  PLANTED,
  BYTES.toString('hex'),
  BYTES.toString('hex').toUpperCase(),
  ...[0, 1, 2].map(base64At),
]

/** The characters of base64 that the value shares with no neighbour. */
function base64At(offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), BYTES])
    .toString('base64')
    .replace(/=+$/, '')
  const isWhole = (offset + BYTES.length) % 3 === 0
  return text.slice(Math.ceil((offset * 8) / 6), isWhole ? undefined : -1)
}
