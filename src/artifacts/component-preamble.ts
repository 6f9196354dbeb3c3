import { CodedError } from '#platform'

/** As many bytes as tell a component from a core module and from anything else. */
export const PREAMBLE_BYTES = 8

const WASM_MAGIC = Buffer.from('\0asm', 'latin1')
const COMPONENT_LAYER = 1
const MODULE_LAYER = 0

/**
 * Checks the first bytes of a file: the media type is what a stranger says, the bytes are what will run.
 *
 * @param head The first bytes, at least `PREAMBLE_BYTES` when the file has as many.
 * @throws CodedError `NOT_A_COMPONENT`
 */
export function assertComponentPreamble(head: Uint8Array, subject: string): void {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  if (bytes.length < PREAMBLE_BYTES || !bytes.subarray(0, 4).equals(WASM_MAGIC)) {
    throw notComponent(`"${subject}" is not a WebAssembly file: ${describeHead(bytes)}`)
  }
  const layer = bytes.readUInt16LE(6)
  if (layer === COMPONENT_LAYER) return
  if (layer === MODULE_LAYER) {
    throw notComponent(
      `"${subject}" cannot be loaded: this is a core module, not a component; make one with "wasm-tools component new module.wasm --adapt wasi_snapshot_preview1.wasm -o component.wasm", or build for the target wasm32-wasip2`,
    )
  }
  throw notComponent(`"${subject}" is WebAssembly of an unknown layer ${layer}: build it with current tools`)
}

function describeHead(bytes: Buffer): string {
  if (bytes.length === 0) return 'it is empty; build it again'
  const text = bytes.toString('latin1')
  if (/^\s*<(?:!|html|\?xml)/i.test(text)) return 'it is a web page; use the address of the file itself'
  if (text.startsWith('PK') || text.startsWith('\u001f\u008b')) return 'it is an archive; unpack it first'
  if (text.startsWith('(')) return 'it is WebAssembly text; turn it into binary with "wasm-tools parse"'
  return `it starts with ${bytes.subarray(0, 4).toString('hex')} in place of 0061736d`
}

function notComponent(message: string): CodedError {
  return new CodedError('NOT_A_COMPONENT', message)
}
