const INSTRUCTION_BYTES = 8

/** One instruction of the kernel's filter machine. */
export interface Instruction {
  readonly code: number
  /** Instructions to leave out where a test holds. */
  readonly ifTrue: number
  /** And where it does not. */
  readonly ifFalse: number
  /** The constant that the instruction works with. */
  readonly k: number
}

/** Class, size and mode, as in `linux/bpf_common.h`. */
const LOAD_WORD = 0x20
const AND = 0x54
const JUMP_EQUAL = 0x15
const JUMP_GREATER = 0x25
const JUMP_AT_LEAST = 0x35
const RETURN = 0x06

/** Takes a word of what the kernel tells of a system call, at an offset in `struct seccomp_data`. */
export function load(offset: number): Instruction {
  return plain(LOAD_WORD, offset)
}

/** Keeps the bits of a mask. */
export function and(mask: number): Instruction {
  return plain(AND, mask)
}

/** Ends with an answer. */
export function answer(value: number): Instruction {
  return plain(RETURN, value)
}

/** Goes through `then` where the value is that one, else past it. */
export function ifEqual(value: number, then: readonly Instruction[]): readonly Instruction[] {
  return [test(JUMP_EQUAL, value, { ifTrue: 0, ifFalse: then.length }), ...then]
}

/** Goes through `then` where the value is another one, else past it. */
export function unlessEqual(value: number, then: readonly Instruction[]): readonly Instruction[] {
  return [test(JUMP_EQUAL, value, { ifTrue: then.length, ifFalse: 0 }), ...then]
}

/** Goes through `then` where the value is greater, else past it. */
export function ifGreater(value: number, then: readonly Instruction[]): readonly Instruction[] {
  return [test(JUMP_GREATER, value, { ifTrue: 0, ifFalse: then.length }), ...then]
}

/** Goes through `then` where the value lies between two, both included, else past it. */
export function ifWithin(
  [first, last]: readonly [number, number],
  then: readonly Instruction[],
): readonly Instruction[] {
  if (first === last) return ifEqual(first, then)
  return [
    test(JUMP_AT_LEAST, first, { ifTrue: 0, ifFalse: then.length + 1 }),
    test(JUMP_GREATER, last, { ifTrue: then.length, ifFalse: 0 }),
    ...then,
  ]
}

/**
 * The program as the kernel takes it: an array of `struct sock_filter`.
 *
 * @see https://www.kernel.org/doc/html/latest/userspace-api/seccomp_filter.html
 */
export function assemble(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * INSTRUCTION_BYTES)
  // In the byte order of the machine: little-endian on both that a filter is made for.
  for (const [index, { code, ifTrue, ifFalse, k }] of program.entries()) {
    const at = index * INSTRUCTION_BYTES
    bytes.writeUInt16LE(code, at)
    bytes.writeUInt8(ifTrue, at + 2)
    bytes.writeUInt8(ifFalse, at + 3)
    bytes.writeUInt32LE(k, at + 4)
  }
  return bytes
}

function plain(code: number, k: number): Instruction {
  return { code, ifTrue: 0, ifFalse: 0, k }
}

function test(code: number, k: number, jumps: Pick<Instruction, 'ifTrue' | 'ifFalse'>): Instruction {
  return { code, ...jumps, k }
}
