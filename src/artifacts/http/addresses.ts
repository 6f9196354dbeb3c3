import { type AddressClass, classifyAddress, parseIpAddress } from '#addresses'

/** Whether a host of an URL means this machine: `localhost`, `127.0.0.0/8` or `[::1]`. */
export function isLoopback(hostname: string): boolean {
  return /(?:^|\.)localhost\.?$/i.test(hostname) || classOf(hostname) === 'loopback'
}

/** Whether a host of an URL is written as an address of this machine or of a network that not everybody reaches. */
export function isInternal(hostname: string): boolean {
  return isLoopback(hostname) || (classOf(hostname) ?? 'public') !== 'public'
}

/** Whether a list of `host` and `host:port` names a host, at whatever port: a name is resolved before its port counts. */
export function isNamedHost(hostname: string, hosts: readonly string[]): boolean {
  return hosts.some((host) => host.replace(/:\d+$/, '').toLowerCase() === hostname.toLowerCase())
}

/** Whether plain http may be used for a host: it is this machine, or the settings name it as `host` or `host:port`. */
export function mayUseHttp(url: URL, insecureHosts: readonly string[]): boolean {
  return isLoopback(url.hostname) || isNamed(url, insecureHosts)
}

/** Whether a list of `host` and `host:port` names the host of an address. */
export function isNamed(url: URL, hosts: readonly string[]): boolean {
  return hosts.some((host) => [url.hostname, url.host].includes(host.toLowerCase()))
}

/** Where a host leads that is written as an address; null for a name. */
function classOf(hostname: string): AddressClass | null {
  const address = parseIpAddress(hostname.replace(/^\[(.*)\]$/, '$1'))
  return address && classifyAddress(address)
}
