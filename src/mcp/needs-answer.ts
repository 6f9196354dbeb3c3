import type { InputRequiredResult } from '@modelcontextprotocol/server'

/** Ends a call that has to be made again with the answer of a person; `result` is what the client is told. */
export class NeedsAnswer extends Error {
  readonly result: InputRequiredResult

  constructor(result: InputRequiredResult) {
    super('A person has to answer first')
    this.name = 'NeedsAnswer'
    this.result = result
  }
}
