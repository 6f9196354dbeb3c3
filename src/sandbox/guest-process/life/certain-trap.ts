/** `(module (func (export "trap") unreachable))` */
const TRAPPING_MODULE = Uint8Array.from([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x04, 0x01, 0x60, 0x00, 0x00, 0x03, 0x02, 0x01, 0x00,
  0x07, 0x08, 0x01, 0x04, 0x74, 0x72, 0x61, 0x70, 0x00, 0x00, 0x0a, 0x05, 0x01, 0x03, 0x00, 0x00, 0x0b,
])

/** Made before the glue is given an `Instance` of ours. */
const { trap } = new WebAssembly.Instance(new WebAssembly.Module(TRAPPING_MODULE)).exports

/**
 * A trap that no guest catches.
 *
 * `catch_all` takes whatever JavaScript throws, a `WebAssembly.RuntimeError` too; only what WebAssembly itself has thrown passes it.
 */
export function certainTrap(message: string): Error {
  try {
    if (typeof trap === 'function') trap()
  } catch (error) {
    if (error instanceof Error) return Object.assign(error, { message })
  }
  throw new TypeError('The module that traps has not trapped')
}
