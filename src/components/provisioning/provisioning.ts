import type { Sha256Digest } from '#artifacts'
import type { CodedError } from '#platform'

import type { LoadOptions } from '../loading/load-options.ts'

/** What the operator wants a server to have: the content of the file of `--manifest`. */
export interface Provisioning {
  /** Absolute path. */
  readonly file: string
  readonly components: readonly ProvisionedComponent[]
}

/** One component and what it is granted while the server runs. */
export interface ProvisionedComponent {
  readonly uri: string
  /** For people. */
  readonly name: string | null
  /** Of the component file, or of the manifest of its artifact. */
  readonly digest: Sha256Digest | null
  /** A `policy.yaml`. */
  readonly policy: string
  /** Variables of the server whose values the component gets, by the key that it gets them under. */
  readonly valuesFrom: ReadonlyMap<string, string>
  readonly retry: RetryPolicy
}

/** How often a fetch is tried, and how long is waited in between. */
export interface RetryPolicy {
  /** The first one included. */
  readonly attempts: number
  /** How long to wait after the failure of an attempt, counted from 1, in milliseconds. */
  readonly waitMs: (attempt: number) => number
}

/** How provisioning goes on. */
export interface ProvisionOptions extends LoadOptions {
  /** The environment of the server, of which the file names variables. */
  readonly environment: Readonly<Record<string, string>>
  /** Is told each value that goes to a component. */
  readonly hideValue: (value: string) => void
}

/** One component that could not be provisioned. */
export interface ProvisioningFailure {
  readonly uri: string
  readonly error: CodedError
}
