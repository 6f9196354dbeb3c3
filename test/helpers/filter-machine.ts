/** A system call as a filter is shown it. */
export interface SystemCall {
  readonly architecture: number
  readonly number: number
  readonly args?: readonly number[]
}

const OPERATIONS: Readonly<Record<number, (value: number, k: number) => boolean>> = {
  0x15: (value, k) => value === k,
  0x25: (value, k) => value > k,
  0x35: (value, k) => value >= k,
}

/** Runs a filter as the kernel would, and returns its answer. Throws where the kernel would not take it. */
export function runFilter(filter: Uint8Array, call: SystemCall): number {
  const program = Buffer.from(filter)
  const shown = shownOf(call)
  let value = 0
  for (let at = 0; at + 8 <= program.length; at += 8) {
    const code = program.readUInt16LE(at)
    const k = program.readUInt32LE(at + 4)
    const holds = OPERATIONS[code]
    if (code === 0x06) return k
    if (code === 0x20) value = shown.readUInt32LE(k)
    else if (code === 0x54) value = (value & k) >>> 0
    else if (holds !== undefined) at += 8 * program.readUInt8(at + (holds(value, k) ? 2 : 3))
    else throw new Error(`No instruction ${code}`)
  }
  throw new Error('The program has no end')
}

/** `struct seccomp_data`. */
function shownOf({ architecture, number, args = [] }: SystemCall): Buffer {
  const bytes = Buffer.alloc(64)
  bytes.writeUInt32LE(number, 0)
  bytes.writeUInt32LE(architecture, 4)
  for (const [index, arg] of args.entries()) bytes.writeBigUInt64LE(BigInt(arg), 16 + 8 * index)
  return bytes
}
