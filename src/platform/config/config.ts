/** How much the log says; `silent` is nothing at all. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** Every setting of the product, resolved: flags over `WASSETTE_*` variables over the configuration file over defaults. */
export interface Config {
  /** Absolute path of the folder with the installed components. */
  readonly componentDir: string
  /** Absolute path of the folder for what can be fetched or computed again. */
  readonly cacheDir: string
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
  /** Sentences for the log about settings that were read but make no sense. */
  readonly warnings: readonly string[]
}

/** What fetching artifacts takes from its surroundings: logins, proxies, authorities, time limits. */
export interface ArtifactSettings {
  /** Home folder of the user; null where there is none. */
  readonly homeDir: string | null
  /** `DOCKER_CONFIG`, else `.docker` in the home folder. */
  readonly dockerConfigDir: string | null
  /** `REGISTRY_AUTH_FILE` of podman. */
  readonly registryAuthFile: string | null
  readonly xdgRuntimeDir: string | null
  readonly xdgConfigDir: string | null
  readonly httpProxy: string | null
  readonly httpsProxy: string | null
  readonly noProxy: string | null
  /** PEM file of `NODE_EXTRA_CA_CERTS`; a launcher that re-executes keeps it working. */
  readonly extraCaCertsFile: string | null
  /** `host[:port]` of registries that are spoken to without TLS. */
  readonly insecureRegistries: readonly string[]
  readonly ociTimeoutMs: number
  readonly httpTimeoutMs: number
  /** The full environment, for credential helpers alone: they are programs of the user and find keychains by it. */
  readonly credentialHelperEnvironment: Readonly<Record<string, string>>
}

/** What the command line says; absent where it says nothing. */
export interface ConfigFlags {
  readonly componentDir?: string | undefined
  /** `KEY=VALUE` each. */
  readonly env?: readonly string[] | undefined
  readonly envFile?: string | undefined
  /** The level where no variable names one; `info` unless given. */
  readonly defaultLogLevel?: LogLevel | undefined
}

/** Environment variables as Node gives them. */
export type ProcessEnvironment = Readonly<Record<string, string | undefined>>
