import { BlockList, isIP } from 'node:net'

const LOOPBACK = blockList(['127.0.0.0/8', '::1/128'])
const INTERNAL = blockList([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96',
  '64:ff9b:1::/48',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
])
/** NAT64: the last 32 bits are the IPv4 address that packets are sent on to. */
const TRANSLATED = blockList(['64:ff9b::/96'])

/** Whether a host of an URL means this machine: `localhost`, `127.0.0.0/8` or `[::1]`. */
export function isLoopback(hostname: string): boolean {
  return /(?:^|\.)localhost\.?$/i.test(hostname) || contains(LOOPBACK, hostname)
}

/** Whether a host of an URL is written as an address of this machine or a private network. */
export function isInternal(hostname: string): boolean {
  if (contains(TRANSLATED, hostname)) return isInternal(behindNat64(hostname))
  return isLoopback(hostname) || contains(INTERNAL, hostname)
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

function behindNat64(hostname: string): string {
  // As an URL spells it: hexadecimal groups, zeros left out.
  const groups = new URL(`http://[${unbracketed(hostname)}]`).hostname.slice(1, -1).split(':')
  const [high = 0, low = 0] = groups.slice(-2).map((group) => Number.parseInt(group || '0', 16))
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

function unbracketed(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}

function contains(list: BlockList, hostname: string): boolean {
  const address = unbracketed(hostname)
  const version = isIP(address)
  return version !== 0 && list.check(address, version === 4 ? 'ipv4' : 'ipv6')
}

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    list.addSubnet(address, Number(bits), address.includes(':') ? 'ipv6' : 'ipv4')
  }
  return list
}
