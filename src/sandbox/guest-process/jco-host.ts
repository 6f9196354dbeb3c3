import { createWasiImports } from './wasi/index.ts'

/** A panic message is shorter. */
const MAX_OUTPUT_BYTES = 16 * 1024

const printed: Uint8Array[] = []

/** The WASI host of jco's tools: no files, no variables. */
export const JCO_IMPORTS: Readonly<Record<string, object>> = createWasiImports({
  environment: [],
  arguments: [],
  writeOutput: (_stream, bytes) => {
    if (Buffer.concat(printed).length < MAX_OUTPUT_BYTES) printed.push(bytes.slice())
  },
})

/** What jco's tools have printed, its beginning. */
export function jcoOutput(): string {
  return Buffer.concat(printed).toString('utf8')
}
