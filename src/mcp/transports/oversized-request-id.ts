import type { OversizedLine } from './limit-lines.ts'

const ID = String.raw`"id"\s*:\s*(-?\d{1,15}|"(?:[^"\\]|\\.){0,256}")`
/** A key that follows the opening brace, or other plain members after it, belongs to the message itself. */
const ID_AT_HEAD = new RegExp(
  String.raw`^\s*\{\s*(?:"(?:jsonrpc|method)"\s*:\s*"[^"\\]{0,128}"\s*,\s*)*${ID}`,
)
/** A key whose value ends right before the closing brace does too. */
const ID_AT_TAIL = new RegExp(String.raw`[,{]\s*${ID}\s*\}\s*$`)

/** Finds the id of a JSON-RPC request from its two ends, where every client writes it; null where it is neither. */
export function oversizedRequestId({ head, tail }: OversizedLine): string | number | null {
  const found = ID_AT_HEAD.exec(head)?.[1] ?? ID_AT_TAIL.exec(tail)?.[1]
  if (found === undefined) return null
  try {
    const id: unknown = JSON.parse(found)
    return typeof id === 'string' || typeof id === 'number' ? id : null
  } catch {
    return null
  }
}
