/** `wasi:http/types` `method`. */
export type Method =
  | { readonly tag: 'get' | 'head' | 'post' | 'put' | 'delete' | 'connect' | 'options' | 'trace' | 'patch' }
  | { readonly tag: 'other'; readonly val: string }

/** `wasi:http/types` `scheme`. */
export type Scheme = { readonly tag: 'HTTP' | 'HTTPS' } | { readonly tag: 'other'; readonly val: string }

const METHOD = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*$/
/** No space and no control character, which would split the request; a fragment is never sent. */
const PATH = /^[!-"$-~\u0080-\uffff]*$/
/** A host and a port: user information would let `allowed.example@evil.example` look like another host. */
const AUTHORITY = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9\-._~!$&'()*+,;=%]+)(?::(?<port>\d{0,5}))?$/
const MAX_PORT = 65_535

/** What a request says before its headers, each part checked when it is set. */
export class RequestHead {
  method: Method = { tag: 'get' }
  scheme: Scheme | undefined
  authority: string | undefined
  pathWithQuery: string | undefined

  /** Whether it is one and was taken. */
  setMethod(method: Method): boolean {
    if (method.tag === 'other' && !METHOD.test(method.val)) return false
    this.method = method
    return true
  }

  /** Whether it is one and was taken. */
  setScheme(scheme: Scheme | undefined): boolean {
    if (scheme?.tag === 'other' && !SCHEME.test(scheme.val)) return false
    this.scheme = scheme
    return true
  }

  /** Whether it is one and was taken. */
  setAuthority(authority: string | undefined): boolean {
    if (authority !== undefined && !isAuthority(authority)) return false
    this.authority = authority
    return true
  }

  /** Whether it is one and was taken. */
  setPathWithQuery(path: string | undefined): boolean {
    if (path !== undefined && !PATH.test(path)) return false
    this.pathWithQuery = path
    return true
  }
}

function isAuthority(authority: string): boolean {
  const parts = AUTHORITY.exec(authority)
  return parts !== null && Number(parts.groups?.['port'] ?? 0) <= MAX_PORT
}
