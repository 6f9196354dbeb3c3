/** The bytes of a list of numbers in the memory of a guest. */
export function sliceNumbers(memory: WebAssembly.Memory, ptr: number, bytes: number): ArrayBufferLike {
  const start = ptr >>> 0
  if (start + bytes > memory.buffer.byteLength) throw new TypeError('A list leaves the memory')
  return memory.buffer.slice(start, start + bytes)
}
