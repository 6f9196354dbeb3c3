export { type AddressClass, carriedAddress, classifyAddress } from './address-class.ts'
export { type Cidr, cidrContains, parseCidr } from './cidr.ts'
export {
  type HostMatch,
  type HostPattern,
  matchesHost,
  type NetworkProtocol,
  parseHostPattern,
  parsePathPrefix,
} from './host-pattern.ts'
export { type IpAddress, parseIpAddress, printIpAddress } from './ip-address.ts'
export { isLocalName } from './local-name.ts'
export { normalizeHost } from './normalize-host.ts'
