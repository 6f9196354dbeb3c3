/** The logins that the variables of wkg hold. */
export interface WkgLogins {
  /** Tokens by host in capitals, everything but letters and digits as `_`. */
  readonly bearers: Readonly<Record<string, string>>
  /** `WKG_OCI_USERNAME` and `WKG_OCI_PASSWORD`, which name no registry: for whoever types the reference alone. */
  readonly anyRegistry: { readonly username: string; readonly password: string } | null
}

const BEARER = /^WKG_REGISTRY_([A-Z0-9_]+)_AUTH_BEARER$/

/** Collects what wkg would log in with. */
export function wkgLogins(env: Readonly<Record<string, string | undefined>>): WkgLogins {
  const bearers = Object.entries(env).flatMap(([name, token]) => {
    const host = BEARER.exec(name)?.[1]
    return host === undefined || !token ? [] : [[host, token] as const]
  })
  const username = env['WKG_OCI_USERNAME']
  const password = env['WKG_OCI_PASSWORD']
  return {
    bearers: Object.fromEntries(bearers),
    anyRegistry: username && password ? { username, password } : null,
  }
}
