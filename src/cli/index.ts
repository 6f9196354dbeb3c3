export type { CliContext, Composition } from './cli-context.ts'
export { runCli } from './run-cli.ts'
