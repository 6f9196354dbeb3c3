import { createWasiImports } from './wasi/index.ts'

/** The WASI host of jco's tools: no files, no variables, and what they print is dropped. */
export const JCO_IMPORTS: Readonly<Record<string, object>> = createWasiImports({
  environment: [],
  arguments: [],
  writeOutput: () => {},
})
