/** JSON that is written already, and must not be read again only to be written. */
export class JsonText {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  /** The value, for whoever writes it in the usual way. */
  toJSON(): unknown {
    return JSON.parse(this.text)
  }
}
