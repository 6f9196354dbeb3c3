import type { RegistrySettings } from './registry-settings.ts'
import type { WkgLogins } from './wkg-logins.ts'

/** How much the log says; `silent` is nothing at all. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** Every setting of the product, resolved: flags over `WASSETTE_*` variables over the configuration file over defaults. */
export interface Config {
  /** Absolute path of the folder with the installed components. */
  readonly componentDir: string
  /** Absolute path of the file that says which version each reference stands for. */
  readonly lockFile: string
  /** Whether what is locked is used without asking what its reference leads to now. */
  readonly isPinned: boolean
  /** Absolute path of the folder for what can be fetched or computed again. */
  readonly cacheDir: string
  /** Absolute path of the folder with what components keep from call to call. */
  readonly stateDir: string
  /** Absolute path of the folder for what walls around processes are made of; null where no home folder is known. */
  readonly wallDir: string | null
  readonly logLevel: LogLevel
  /** In characters; some clients take fewer than the 128 of the specification. */
  readonly maxToolNameLength: number
  /**
   * What a grant can give to a component: `--env` over `--env-file` over `[environment_vars]`.
   *
   * The environment of the server process is never part of it: it holds the logins of its user.
   */
  readonly guestEnvironment: Readonly<Record<string, string>>
  readonly artifacts: ArtifactSettings
  /** Address or path of the list that is searched for components; null for the bundled one. */
  readonly componentRegistry: string | null
  readonly trust: TrustSettings
  /** Which layer of the operating system sandbox processes get: the best there is, one or nothing, none. */
  readonly isolation: IsolationSetting
  /** What all sandbox processes may take together, in bytes; null for a share of what there is. */
  readonly maxSandboxBytes: number | null
  readonly policy: PolicySettings
  readonly secrets: SecretSettings
  readonly audit: AuditSettings
  readonly cache: CacheSettings
  /** The configuration file that was looked for, and whether it is there; null where no home folder is known. */
  readonly configFile: { readonly path: string; readonly isThere: boolean } | null
  /** `SOURCE_DATE_EPOCH`: the time that published artifacts carry, so that the same input gives the same bytes. */
  readonly sourceDate: Date | null
  /** Opens the key of `sign`, from `WASSETTE_KEY_PASSPHRASE` or `COSIGN_PASSWORD`; null where neither is set. */
  readonly keyPassphrase: string | null
  /** Folders with programs, as in `PATH`. */
  readonly programPath: string
  /** Sentences for the log about settings that were read but make no sense. */
  readonly warnings: readonly string[]
}

/** @see Config.isolation */
export type IsolationSetting = 'auto' | 'os' | 'process'

/** Who may grant, and what no grant passes. */
export interface PolicySettings {
  readonly grants: GrantsMode
  /** Whether `--yes` takes the place of a person's answer. No flag or variable says so: a model could write one before its command. */
  readonly isUnattendedAllowed: boolean
  /** Absolute path; null where no home folder is known. */
  readonly ceilingFile: string | null
  /** Whether the ceiling was named, so that nothing is allowed while it is missing. */
  readonly isCeilingRequired: boolean
}

/**
 * What becomes of a model's call of a grant tool: a person is asked, it is granted, or there are no such tools.
 *
 * @see PolicySettings.grants
 */
export type GrantsMode = 'ask' | 'model' | 'operator'

/** Where values for components are kept and looked up. */
export interface SecretSettings {
  /** Absolute path of the folder with one file a component. */
  readonly folder: string
  /** Where `secret set` puts a value: the keychain where there is one that works, only there, or the file. */
  readonly store: SecretStorage
  /** The full environment: a secret may refer to a variable, and keychain programs find the keychain by it. */
  readonly environment: Readonly<Record<string, string>>
}

/** @see SecretSettings.store */
export type SecretStorage = 'auto' | 'keychain' | 'file'

/** Who has to have signed what is loaded from a registry. */
export interface TrustSettings {
  /** What holds where no rule fits: nothing, whoever signed first, or that a rule has to fit. */
  readonly default: 'off' | 'pin' | 'require'
  /** The first that fits counts. */
  readonly rules: readonly TrustRule[]
  /** Absolute path of a trusted root of Sigstore; null for the public one that comes along. */
  readonly trustedRoot: string | null
}

/** `match` is `registry/repository`, where `*` stands for anything. */
export type TrustRule = { readonly match: string } & (
  | { readonly kind: 'off' }
  | { readonly kind: 'pin' }
  | {
      readonly kind: 'signed-by'
      readonly any: readonly TrustedSigner[]
      /** The kinds of statement that count; null for all that say who made a thing. */
      readonly predicates: readonly string[] | null
    }
)

/** Somebody whose signature counts. */
export type TrustedSigner =
  /** Absolute path of a public key in PEM form. */
  | { readonly kind: 'key'; readonly path: string }
  /** `identity` is a pattern, where `*` stops at a slash and `**` does not. */
  | { readonly kind: 'keyless'; readonly issuer: string; readonly identity: string }

/** What the cache may use. */
export interface CacheSettings {
  /** In bytes; null when there is no cap. */
  readonly maxBytes: number | null
}

/** Where the audit goes. */
export interface AuditSettings {
  /** Absolute path; null when it is turned off. */
  readonly file: string | null
  /** Whether each line carries the hash of the one before it. */
  readonly isChained: boolean
  /** Whether calls are recorded with what they were given and returned. */
  readonly hasValues: boolean
}

/** What fetching artifacts takes from its surroundings: logins, proxies, authorities, time limits. */
export interface ArtifactSettings {
  /** Home folder of the user; the root folder where there is none, for nobody can plant a login there. */
  readonly home: string
  readonly dockerConfigDir?: string | undefined
  /** `REGISTRY_AUTH_FILE` of podman. */
  readonly registryAuthFile?: string | undefined
  readonly xdgRuntimeDir?: string | undefined
  readonly xdgConfigHome?: string | undefined
  /** The configuration of wkg, whether it is there or not. */
  readonly wkgConfigFile?: string | undefined
  readonly proxy: {
    readonly http?: string | undefined
    readonly https?: string | undefined
    readonly none?: string | undefined
  }
  /** PEM file with further certificate authorities. */
  readonly caFile?: string | undefined
  /** `host[:port]` of registries that are spoken to without TLS. */
  readonly insecureRegistries: readonly string[]
  readonly registries: RegistrySettings
  readonly wkgLogins: WkgLogins
  /** The `oci://` reference that a person typed: its registry alone gets a login that names none. */
  readonly typedReference?: string | undefined
  /** The largest component that is fetched, in bytes; absent where no setting names it. */
  readonly maxComponentBytes?: number | undefined
  /** The longest silence of a server; absent where no variable names one. */
  readonly timeouts?: { readonly headersMs: number; readonly idleMs: number } | undefined
  /** The full environment: credential helpers are programs of the user and find keychains by it. */
  readonly helperEnvironment: Readonly<Record<string, string>>
}

/** What the command line says; absent where it says nothing. */
export interface ConfigFlags {
  readonly componentDir?: string | undefined
  readonly lockFile?: string | undefined
  readonly isPinned?: boolean | undefined
  /** `KEY=VALUE` each. */
  readonly env?: readonly string[] | undefined
  readonly envFile?: string | undefined
  readonly isolation?: string | undefined
  /** Whether signatures are not looked at. */
  readonly skipVerify?: boolean | undefined
  readonly grants?: string | undefined
  /** The level where no variable names one; `info` unless given. */
  readonly defaultLogLevel?: LogLevel | undefined
}

/** Environment variables as Node gives them. */
export type ProcessEnvironment = Readonly<Record<string, string | undefined>>
