/** The `err` case of a WIT `result`: jco lowers an own property `payload` of what a host function throws. */
export class WitError<Payload = unknown> extends Error {
  readonly payload: Payload

  constructor(payload: Payload) {
    super(`The guest is answered with the error ${describePayload(payload)}`)
    this.name = 'WitError'
    this.payload = payload
  }
}

function describePayload(payload: unknown): string {
  if (typeof payload === 'object' && payload !== null && 'tag' in payload) return `'${String(payload.tag)}'`
  return `'${String(payload)}'`
}
