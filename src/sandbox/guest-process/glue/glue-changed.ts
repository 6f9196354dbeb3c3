/** Generated code that is not what a mend was written for: dropping the mend would bring back what it mends. */
export class GlueChanged extends Error {
  /** @param what the part of generated code that is not known */
  constructor(what: string) {
    super(`The generator wrote ${what} in a way that is not known`)
    this.name = 'GlueChanged'
  }
}
