import type { LookupFunction } from 'node:net'

import type { Logger, RegistrySettings, TrustSettings, WkgLogins } from '#platform'

import type { ComponentListSettings } from './component-list/component-list.ts'
import type { AuthFilePlaces, ExplicitLogin } from './credentials/find-credential.ts'
import type { HttpTimeouts, ProxySettings, RetryPolicy } from './http/http-settings.ts'
import type { SignerPins } from './trust/signer-pins.ts'

/** Everything that this room takes from its surroundings; what is left out has a safe default. */
export interface ArtifactSettings extends AuthFilePlaces {
  /** The folder of the content store; it is made when it is missing. */
  readonly storeDir: string
  readonly logger: Logger
  /** Logins that go before everything. */
  readonly logins?: readonly ExplicitLogin[] | undefined
  /** The environment that credential helpers run with; they need `PATH` and `HOME`. */
  readonly helperEnvironment?: Readonly<Record<string, string>> | undefined
  /** The configuration of wkg, which names the registries of packages. */
  readonly wkgConfigFile?: string | undefined
  /** The list that is searched for components; the bundled one when it is left out. */
  readonly componentList?: ComponentListSettings | undefined
  readonly proxy?: ProxySettings | undefined
  /** `host` or `host:port`, where plain http may be used; loopback may always. */
  readonly insecureRegistries?: readonly string[] | undefined
  /** Which registries may be used and how they are reached; any outside the network when it is left out. */
  readonly registries?: Partial<RegistrySettings> | undefined
  /** The logins of wkg's variables. */
  readonly wkgLogins?: WkgLogins | undefined
  /** The `oci://` reference that a person typed: its registry alone gets a login that names none. */
  readonly typedReference?: string | undefined
  /** Resolves names; the system's resolver unless given. */
  readonly lookup?: LookupFunction | undefined
  /** A PEM file with certificates that are trusted besides those of Node. */
  readonly caFile?: string | undefined
  readonly timeouts?: Partial<HttpTimeouts> | undefined
  readonly retry?: Partial<RetryPolicy> | undefined
  readonly maxComponentBytes?: number | undefined
  /** Who has to have signed what; signatures are not looked at when it is left out. */
  readonly trust?: (TrustSettings & { readonly pins: SignerPins }) | undefined
}
