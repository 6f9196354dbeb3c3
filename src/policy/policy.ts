import type { Cidr, HostMatch, NetworkProtocol } from '#addresses'

/** How long a rule lasts and where it stands. */
export interface RuleTerms {
  /** Milliseconds since 1970 after which the rule is none; null is for good. */
  readonly expires: number | null
  /** Calls that may still use it; null is without number. */
  readonly uses: number | null
  /** Its line in the file. */
  readonly line: number | null
}

/** Files and folders. */
export interface StorageRule extends RuleTerms {
  /** As it is written. */
  readonly uri: string
  /** Absolute path with wildcards; null where the URI names none: such a rule allows nothing. */
  readonly pattern: string | null
  /** What the path led to when it was granted, where that was not itself. */
  readonly resolved: string | null
  readonly read: boolean
  readonly write: boolean
}

/** What a network rule demands besides host or address; null demands nothing. */
export interface NetworkTerms extends RuleTerms {
  /** Null is `http` in an allow and every protocol in a deny. */
  readonly protocol: NetworkProtocol | null
  readonly ports: readonly number[] | null
  /** In upper case. */
  readonly methods: readonly string[] | null
  /** Prefixes, each with `/` at its start and none at its end. */
  readonly paths: readonly string[] | null
}

/** Hosts by name or address as written. */
export interface HostRule extends NetworkTerms {
  readonly kind: 'host'
  /** As it is written. */
  readonly text: string
  readonly match: HostMatch
  readonly scheme: 'http' | 'https' | null
}

/** Addresses, whatever name led to them. */
export interface CidrRule extends NetworkTerms {
  readonly kind: 'cidr'
  /** As it is written. */
  readonly text: string
  readonly cidr: Cidr
}

/** Something on the network. */
export type NetworkRule = HostRule | CidrRule

/** A variable of the configured environment. */
export interface EnvironmentRule extends RuleTerms {
  readonly key: string
}

/** `allow` is null where the document does not say it at all, which a ceiling reads differently from an empty list. */
export interface RuleSet<Rule> {
  readonly allow: readonly Rule[] | null
  readonly deny: readonly Rule[]
}

/** What a component may use; null where the document says nothing. */
export interface PolicyLimits {
  readonly memoryBytes: number | null
  /** Share of CPU, in cores. */
  readonly cpu: number | null
  /** Processor time of one call. */
  readonly cpuTimeMs: number | null
  /** Wall clock of one call. */
  readonly timeoutMs: number | null
  readonly concurrency: number | null
  /** Calls that wait for their turn. */
  readonly queue: number | null
  /** The arguments of a call as JSON. */
  readonly argumentBytes: number | null
  /** A result as JSON. */
  readonly outputBytes: number | null
  /** stdout, stderr and log of one call. */
  readonly logBytes: number | null
  /** The same in lines. */
  readonly logLines: number | null
  /** The body of one HTTP response. */
  readonly responseBytes: number | null
  readonly instances: number | null
  /** Elements of a table. */
  readonly table: number | null
}

/** Everything that can be allowed or bounded, for a component or for one of its tools. */
export interface Permissions {
  readonly storage: RuleSet<StorageRule>
  readonly network: RuleSet<NetworkRule>
  readonly environment: RuleSet<EnvironmentRule>
  readonly limits: PolicyLimits
  /** What the component may keep from call to call, in bytes; null where the document does not say it. */
  readonly stateBytes: number | null
}

/** A policy document. */
export interface Policy {
  readonly version: string
  readonly description: string | null
  readonly permissions: Permissions
  /** Narrower rules for single exported functions, by name. */
  readonly tools: ReadonlyMap<string, Permissions>
  /** Whether single exported functions only read, by name: repeating a call of one changes nothing. */
  readonly readOnly: ReadonlyMap<string, boolean>
  /** Sentences about what has no effect, each with its line. */
  readonly warnings: readonly string[]
}

/** Nothing is bounded. */
export const NO_LIMITS: PolicyLimits = {
  memoryBytes: null,
  cpu: null,
  cpuTimeMs: null,
  timeoutMs: null,
  concurrency: null,
  queue: null,
  argumentBytes: null,
  outputBytes: null,
  logBytes: null,
  logLines: null,
  responseBytes: null,
  instances: null,
  table: null,
}

/** Nothing is allowed. */
export const EMPTY_POLICY: Policy = {
  version: '1.0',
  description: null,
  permissions: {
    storage: { allow: null, deny: [] },
    network: { allow: null, deny: [] },
    environment: { allow: null, deny: [] },
    limits: NO_LIMITS,
    stateBytes: null,
  },
  tools: new Map(),
  readOnly: new Map(),
  warnings: [],
}
