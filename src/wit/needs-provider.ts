import type { Item } from './binary/definitions.ts'

/** Whether somebody has to give what is imported: an interface that holds only types needs nobody. */
export function needsProvider(item: Item): boolean {
  switch (item.kind) {
    case 'type':
      return false
    case 'instance':
      return [...item.exports.values()].some(needsProvider)
    case 'function':
    case 'component':
    case 'ignored':
      return true
  }
}
