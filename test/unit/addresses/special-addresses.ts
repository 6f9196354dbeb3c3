import type { AddressClass } from '#addresses'

/** One address, or the first and last of a block, and where they lead. */
export interface Special {
  readonly what: string
  readonly addresses: readonly string[]
  readonly leads: AddressClass
}

/** IANA's IPv4 Special-Purpose Address Registry, each entry. */
const IPV4: readonly Special[] = [
  { what: 'this network', addresses: ['0.0.0.0', '0.255.255.255'], leads: 'reserved' },
  { what: 'private use', addresses: ['10.0.0.0', '10.255.255.255'], leads: 'private' },
  { what: 'shared address space', addresses: ['100.64.0.0', '100.127.255.255'], leads: 'private' },
  { what: 'loopback', addresses: ['127.0.0.0', '127.255.255.255'], leads: 'loopback' },
  { what: 'link local', addresses: ['169.254.0.0', '169.254.255.255'], leads: 'link-local' },
  { what: 'private use', addresses: ['172.16.0.0', '172.31.255.255'], leads: 'private' },
  { what: 'IETF protocol assignments', addresses: ['192.0.0.0', '192.0.0.255'], leads: 'reserved' },
  { what: 'IPv4 service continuity', addresses: ['192.0.0.0', '192.0.0.7'], leads: 'reserved' },
  { what: 'IPv4 dummy', addresses: ['192.0.0.8'], leads: 'reserved' },
  { what: 'Port Control Protocol anycast', addresses: ['192.0.0.9'], leads: 'reserved' },
  { what: 'TURN anycast', addresses: ['192.0.0.10'], leads: 'reserved' },
  { what: 'NAT64 and DNS64 discovery', addresses: ['192.0.0.170', '192.0.0.171'], leads: 'reserved' },
  { what: 'TEST-NET-1', addresses: ['192.0.2.0', '192.0.2.1', '192.0.2.255'], leads: 'reserved' },
  { what: 'AS112-v4', addresses: ['192.31.196.0', '192.31.196.255'], leads: 'reserved' },
  { what: 'AMT', addresses: ['192.52.193.0', '192.52.193.255'], leads: 'reserved' },
  {
    what: '6to4 relay anycast',
    addresses: ['192.88.99.0', '192.88.99.2', '192.88.99.255'],
    leads: 'reserved',
  },
  { what: 'private use', addresses: ['192.168.0.0', '192.168.255.255'], leads: 'private' },
  { what: 'direct delegation AS112', addresses: ['192.175.48.0', '192.175.48.255'], leads: 'reserved' },
  { what: 'benchmarking', addresses: ['198.18.0.0', '198.19.255.255'], leads: 'reserved' },
  { what: 'TEST-NET-2', addresses: ['198.51.100.0', '198.51.100.255'], leads: 'reserved' },
  { what: 'TEST-NET-3', addresses: ['203.0.113.0', '203.0.113.255'], leads: 'reserved' },
  { what: 'reserved', addresses: ['240.0.0.0', '255.255.255.254'], leads: 'reserved' },
  { what: 'limited broadcast', addresses: ['255.255.255.255'], leads: 'reserved' },
  { what: 'multicast', addresses: ['224.0.0.0', '239.255.255.255'], leads: 'multicast' },
]

/** IANA's IPv6 Special-Purpose Address Registry, each entry; what carries an IPv4 address leads where that leads. */
const IPV6: readonly Special[] = [
  { what: 'loopback', addresses: ['::1'], leads: 'loopback' },
  { what: 'unspecified', addresses: ['::'], leads: 'reserved' },
  { what: 'IPv4-compatible', addresses: ['::2', '::10.0.0.1', '::8.8.8.8'], leads: 'reserved' },
  { what: 'IPv4-mapped', addresses: ['::ffff:10.0.0.1', '::ffff:a00:1'], leads: 'private' },
  { what: 'IPv4-IPv6 translation', addresses: ['64:ff9b::a00:1'], leads: 'private' },
  {
    what: 'local-use translation',
    addresses: ['64:ff9b:1::', '64:ff9b:1:ffff:ffff:ffff:ffff:ffff'],
    leads: 'private',
  },
  { what: 'discard only', addresses: ['100::', '100::ffff:ffff:ffff:ffff'], leads: 'reserved' },
  { what: 'dummy prefix', addresses: ['100:0:0:1::', '100:0:0:1:ffff:ffff:ffff:ffff'], leads: 'reserved' },
  { what: 'IETF protocol assignments', addresses: ['2001::', '2001:1ff:ffff::'], leads: 'reserved' },
  { what: 'Teredo', addresses: ['2001::1', '2001:0:ffff:ffff::'], leads: 'reserved' },
  {
    what: 'anycast of PCP, TURN and DNS-SD',
    addresses: ['2001:1::1', '2001:1::2', '2001:1::3'],
    leads: 'reserved',
  },
  { what: 'benchmarking', addresses: ['2001:2::', '2001:2:0:ffff::'], leads: 'reserved' },
  { what: 'AMT', addresses: ['2001:3::', '2001:3:ffff:ffff::'], leads: 'reserved' },
  { what: 'AS112-v6', addresses: ['2001:4:112::', '2001:4:112:ffff::'], leads: 'reserved' },
  { what: 'ORCHID', addresses: ['2001:10::', '2001:1f:ffff::'], leads: 'reserved' },
  { what: 'ORCHIDv2', addresses: ['2001:20::', '2001:2f:ffff::'], leads: 'reserved' },
  { what: 'drone remote ids', addresses: ['2001:30::', '2001:3f:ffff::'], leads: 'reserved' },
  { what: 'documentation', addresses: ['2001:db8::', '2001:db8:ffff:ffff::'], leads: 'reserved' },
  { what: '6to4', addresses: ['2002::', '2002:808:808::1', '2002:5db8:d822::'], leads: 'reserved' },
  {
    what: 'direct delegation AS112',
    addresses: ['2620:4f:8000::', '2620:4f:8000:ffff::'],
    leads: 'reserved',
  },
  { what: 'documentation', addresses: ['3fff::', '3fff:fff:ffff::'], leads: 'reserved' },
  { what: 'segment routing', addresses: ['5f00::', '5f00:ffff::'], leads: 'reserved' },
  { what: 'unique local', addresses: ['fc00::', 'fdff:ffff::'], leads: 'private' },
  { what: 'link local', addresses: ['fe80::', 'febf:ffff::'], leads: 'link-local' },
  { what: 'site local, given up', addresses: ['fec0::', 'feff:ffff::'], leads: 'private' },
  { what: 'multicast', addresses: ['ff00::', 'ff02::1', 'ffff::'], leads: 'multicast' },
  { what: 'not handed out', addresses: ['200::1', '4000::1', '8000::1', 'e000::1'], leads: 'reserved' },
]

/** Where machines of clouds ask for their credentials, names and settings. */
const CLOUDS: readonly Special[] = [
  {
    what: 'AWS, GCP, Azure and others',
    addresses: ['169.254.169.254', '169.254.170.2'],
    leads: 'link-local',
  },
  { what: 'AWS over IPv6', addresses: ['fd00:ec2::254', 'fd00:ec2::23', 'fd00:ec2::253'], leads: 'private' },
  { what: 'GCP over IPv6', addresses: ['fd20:ce::254'], leads: 'private' },
  { what: 'Azure WireServer', addresses: ['168.63.129.16', '64:ff9b::a83f:8110'], leads: 'link-local' },
  { what: 'Azure WireServer by 6to4', addresses: ['2002:a83f:8110::'], leads: 'link-local' },
  { what: 'Alibaba', addresses: ['100.100.100.200'], leads: 'private' },
  { what: 'Oracle', addresses: ['192.0.0.192'], leads: 'reserved' },
  { what: 'Tencent, Scaleway, Equinix', addresses: ['169.254.0.23', '169.254.42.42'], leads: 'link-local' },
  { what: 'IBM', addresses: ['161.26.0.10', '166.8.0.1', '166.11.255.255'], leads: 'private' },
]

/** Every address that is for a special purpose. */
export const SPECIAL: readonly Special[] = [...IPV4, ...IPV6, ...CLOUDS]

/** Neighbours of the above, and others that everybody reaches. */
export const PUBLIC: readonly string[] = `
  1.0.0.0 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255 169.255.0.0
  172.15.255.255 172.32.0.0 192.0.1.0 192.0.3.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 198.51.99.255
  203.0.112.255 223.255.255.255 168.63.129.15 168.63.129.17 161.25.255.255 161.27.0.0 166.12.0.0 8.8.8.8 93.184.216.34
  64:ff9b::808:808 2001:200:: 2001:4860:4860::8888 2003:: 2600::1 2606:4700::1111 2620:4f:7fff:: 2620:4f:8001:: 2a00:1450::1
  3ffe::
`
  .trim()
  .split(/\s+/)
