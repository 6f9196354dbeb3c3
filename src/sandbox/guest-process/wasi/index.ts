export { GuestExit } from './guest-exit.ts'
export { asyncImportsFor, importMapFor, typeImportMapFor, unknownImports } from './import-names.ts'
export { createWasiImports } from './wasi-imports.ts'
