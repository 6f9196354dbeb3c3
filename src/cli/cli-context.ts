import type { Readable } from 'node:stream'

import type { Authoring } from '#authoring'
import type { Bundles, Cache, Components, SecretStore } from '#components'
import type { Config, ConfigFlags, Logger } from '#platform'

import type { OutputStream, ShownOutput } from './output/shown-output.ts'
import type { Terminal } from './terminal.ts'

/** What the commands are given: where to read and write, and how to make the rest. */
export interface CliContext {
  readonly stdin: Input
  readonly stdout: ShownOutput
  readonly stderr: ShownOutput
  /** Where a person decides; null where nobody sits. */
  openTerminal(): Terminal | null
  readonly version: string
  /** Fires when a person or the system asks the process to end. */
  readonly signal: AbortSignal
  loadConfig(flags: ConfigFlags): Promise<Config>
  compose(config: Config, principal?: Principal): Promise<Composition>
  openCache(config: Config): Promise<Cache>
  openBundles(config: Config): Promise<Bundles>
  openAuthoring(config: Config): Promise<Authoring>
}

/** What the process gives: its streams as they are. */
export type CliProcess = Omit<CliContext, 'stdout' | 'stderr' | 'openTerminal'> & {
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  /** That of the process unless given. */
  readonly openTerminal?: () => Terminal | null
}

/** Who uses the components: the person at the terminal, who decides, or a client of MCP. */
export type Principal = 'operator' | 'client'

/** Where answers come from; the members of a terminal are there when it is one. */
export interface Input extends Readable {
  readonly isTTY?: boolean
  setRawMode?(isRaw: boolean): unknown
}

/** The joined rooms. */
export interface Composition {
  readonly components: Components
  readonly secrets: SecretStore
  /** From now on the value is shown nowhere. */
  readonly hideValue: (value: string) => void
  readonly logger: Logger
}
