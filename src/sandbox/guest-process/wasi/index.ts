export { GuestExit } from './guest-exit.ts'
export { asyncImportsFor, importMapFor, unknownImports } from './import-names.ts'
export { createWasiImports } from './wasi-imports.ts'
