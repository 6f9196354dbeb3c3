import {
  readText,
  type Realloc,
  type ReallocLater,
  type TextPlace,
  writeText,
  writeTextLater,
} from './text.ts'

// What generated code calls for texts of a component that are Latin-1 or UTF-16, text by text.

export function readCompact(memory: WebAssembly.Memory, ptr: number, len: number): string {
  return readText(memory.buffer, { ptr, len }, 'compact')
}

export function writeCompact(text: string, realloc: Realloc, memory: WebAssembly.Memory): TextPlace {
  return writeText(memory, text, { realloc, encoding: 'compact' })
}

export function writeCompactLater(
  text: string,
  realloc: ReallocLater,
  memory: WebAssembly.Memory,
): Promise<TextPlace> {
  return writeTextLater(memory, text, { realloc, encoding: 'compact' })
}
