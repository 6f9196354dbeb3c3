import { BlockList, isIP } from 'node:net'

const LOOPBACK = blockList(['127.0.0.0/8', '::1/128'])
const INTERNAL = blockList([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::/127',
  'fc00::/7',
  'fe80::/10',
])

/** Whether a host of an URL means this machine: `localhost`, `127.0.0.0/8` or `[::1]`. */
export function isLoopback(hostname: string): boolean {
  return /(?:^|\.)localhost\.?$/i.test(hostname) || contains(LOOPBACK, hostname)
}

/** Whether a host of an URL is written as an address of this machine or a private network. */
export function isInternal(hostname: string): boolean {
  return isLoopback(hostname) || contains(INTERNAL, hostname)
}

/** Whether plain http may be used for a host: it is this machine, or the settings name it as `host` or `host:port`. */
export function mayUseHttp(url: URL, insecureHosts: readonly string[]): boolean {
  return isLoopback(url.hostname) || isNamed(url, insecureHosts)
}

/** Whether a list of `host` and `host:port` names the host of an address. */
export function isNamed(url: URL, hosts: readonly string[]): boolean {
  return hosts.some((host) => host === url.hostname || host === url.host)
}

function contains(list: BlockList, hostname: string): boolean {
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
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
