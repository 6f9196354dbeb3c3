import { VALUES_IMPORT } from '../values/index.ts'
import { findFunction } from './glue-function.ts'
import { GlueChanged } from './glue-changed.ts'

const HANDLES = `imports['${VALUES_IMPORT}'].handles`

const BORROW_TRANSFER = '6a612f77d9ad4b08'

/**
 * Lets a component be given the representation of a resource only of a type that is its own, and mark that type as its own.
 *
 * The generator takes what was ever put into a table for its own, and so for what a component owns of another's type.
 */
export function resourceHandles(text: string): string {
  const transfer = findFunction(text, 'resourceTransferBorrow')
  if (transfer !== null && transfer.fingerprint !== BORROW_TRANSFER) {
    throw new GlueChanged("the function 'resourceTransferBorrow'")
  }
  const mended = text
    .replace('if (toTable._createdReps.has(rep)) {', 'if (toTable.definesType) {')
    .replace(/\brscTableCreateOwn\.bind\(null, (handleTable\d+)\)/g, `${HANDLES}.newResource.bind(null, $1)`)
  if (/rscTableCreateOwn\.bind|_createdReps\.has/.test(mended)) throw new GlueChanged('a table of resources')
  return mended
}
