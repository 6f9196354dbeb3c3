import type { ByteReader } from './byte-reader.ts'
import { readValueType } from './read-value-type.ts'
import { define, definitionOf, type Scope } from './scope.ts'

/** What can follow the opcode of a built-in. */
export type Operand = 'byte' | 'u32' | 'options' | 'result'

/** The opcode of `canon lift`. */
export const CANON_LIFT = 0x00

/** What follows the opcode of each built-in other than `canon lift`. @see Binary.md `canon` */
export const CANON_OPERANDS: ReadonlyMap<number, readonly Operand[]> = new Map<number, readonly Operand[]>([
  [0x01, ['byte', 'u32', 'options']], // lower
  [0x02, ['u32']], // resource.new
  [0x03, ['u32']], // resource.drop
  [0x04, ['u32']], // resource.rep
  [0x05, []], // task.cancel
  [0x06, ['byte']], // subtask.cancel
  [0x07, ['u32']], // resource.drop async
  [0x08, []], // backpressure.set
  [0x09, ['result', 'options']], // task.return
  [0x0a, ['byte', 'u32']], // context.get
  [0x0b, ['byte', 'u32']], // context.set
  [0x0c, ['byte']], // thread.yield
  [0x0d, []], // subtask.drop
  [0x0e, ['u32']], // stream.new
  [0x0f, ['u32', 'options']], // stream.read
  [0x10, ['u32', 'options']], // stream.write
  [0x11, ['u32', 'byte']], // stream.cancel-read
  [0x12, ['u32', 'byte']], // stream.cancel-write
  [0x13, ['u32']], // stream.drop-readable
  [0x14, ['u32']], // stream.drop-writable
  [0x15, ['u32']], // future.new
  [0x16, ['u32', 'options']], // future.read
  [0x17, ['u32', 'options']], // future.write
  [0x18, ['u32', 'byte']], // future.cancel-read
  [0x19, ['u32', 'byte']], // future.cancel-write
  [0x1a, ['u32']], // future.drop-readable
  [0x1b, ['u32']], // future.drop-writable
  [0x1c, ['options']], // error-context.new
  [0x1d, ['options']], // error-context.debug-message
  [0x1e, []], // error-context.drop
  [0x1f, []], // waitable-set.new
  [0x20, ['byte', 'u32']], // waitable-set.wait
  [0x21, ['byte', 'u32']], // waitable-set.poll
  [0x22, []], // waitable-set.drop
  [0x23, []], // waitable.join
  [0x24, []], // backpressure.inc
  [0x25, []], // backpressure.dec
  [0x26, []], // thread.index
  [0x27, ['u32', 'u32']], // thread.new-indirect
  [0x28, []], // thread.resume-later
  [0x29, ['byte']], // thread.suspend
  [0x2a, ['byte']], // thread.suspend-then-resume
  [0x2b, ['byte']], // thread.yield-then-resume
  [0x2c, ['byte']], // thread.suspend-then-promote
  [0x2d, ['byte']], // thread.yield-then-promote
  [0x40, ['u32']], // thread.spawn-ref
  [0x41, ['u32', 'u32']], // thread.spawn-indirect
  [0x42, []], // thread.available-parallelism
])

/** Options of a canonical definition that have an index. */
export const OPTIONS_WITH_INDEX: ReadonlySet<number> = new Set([0x03, 0x04, 0x05, 0x07, 0x08])
const LAST_OPTION = 0x09

/** Reads a canonical definition; only `canon lift` makes a function of the component. */
export function readCanon(reader: ByteReader, scope: Scope): void {
  const opcode = reader.byte()
  if (opcode === CANON_LIFT) return readLift(reader, scope)
  const operands = CANON_OPERANDS.get(opcode)
  if (operands === undefined) throw reader.damaged('a built-in function that is not known')
  for (const operand of operands) skipOperand(reader, scope, operand)
}

function readLift(reader: ByteReader, scope: Scope): void {
  reader.byte()
  reader.u32()
  skipOptions(reader)
  const { signature } = definitionOf(scope, 'function', { index: reader.u32(), reader })
  define(scope, { kind: 'function', signature })
}

function skipOperand(reader: ByteReader, scope: Scope, operand: Operand): void {
  switch (operand) {
    case 'byte':
      reader.byte()
      return
    case 'u32':
      reader.u32()
      return
    case 'options':
      return skipOptions(reader)
    case 'result':
      if (reader.byte() === 0x00) readValueType(reader, scope)
      else reader.byte()
  }
}

function skipOptions(reader: ByteReader): void {
  reader.list(() => {
    const option = reader.byte()
    if (option > LAST_OPTION) throw reader.damaged('an option of a function that is not known')
    if (OPTIONS_WITH_INDEX.has(option)) reader.u32()
  })
}
