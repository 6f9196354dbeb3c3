import type { PathRules } from '#policy'

import type { ComponentFile } from './prepare/component-file.ts'
import type { Limits } from './limits.ts'

/** What the processes of a component may use, decided before they start; plain data. */
export interface Grants {
  /** Names and values; never the environment of the host. */
  readonly environment: readonly (readonly [string, string])[]
  /** Rules about files; without them there are none. */
  readonly files?: PathRules | undefined
  /** Whether any file or anything of the network is granted: then it needs a wall. */
  readonly reachesOut?: boolean | undefined
  readonly limits: Limits
  /** What the component may keep from call to call, in bytes; without it nothing. */
  readonly stateBytes?: number | undefined
}

/** A component as the sandbox runs it. Other bytes or other grants mean other processes. */
export interface SandboxedComponent {
  /** Tells components apart that have the same bytes. */
  readonly id: string
  /** The place that its versions come from, which its state is kept for; null where it was put here by hand. */
  readonly source: string | null
  /** The one tool that these grants are for, where it has some of its own; null for all others. */
  readonly scope: string | null
  readonly file: ComponentFile
  readonly grants: Grants
}
