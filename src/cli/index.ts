export type { CliContext, Composition, Principal } from './cli-context.ts'
export { runCli } from './run-cli.ts'
