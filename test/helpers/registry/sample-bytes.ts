import { randomBytes } from 'node:crypto'

/** The first eight bytes of every component. */
export const COMPONENT_PREAMBLE = Buffer.from('0061736d0d000100', 'hex')

/** The first eight bytes of every core module. */
export const MODULE_PREAMBLE = Buffer.from('0061736d01000000', 'hex')

/** Bytes that start like a component and differ each time; this room looks no further than the preamble. */
export function sampleComponent(size = 2048): Buffer {
  return Buffer.concat([COMPONENT_PREAMBLE, randomBytes(size - COMPONENT_PREAMBLE.length)])
}
