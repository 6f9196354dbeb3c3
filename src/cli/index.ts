export type { CliProcess, Composition, Principal } from './cli-context.ts'
export { runCli } from './run-cli.ts'
