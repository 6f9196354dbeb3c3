import type { Room } from './shared-room.ts'

/** A value that is written as it is sent, and must not be read or copied before. */
export class JsonText {
  readonly text: string
  /** Whether `text` is JSON already, or a string that is still to be written as JSON. */
  readonly form: 'json' | 'string'
  /** What it takes of the room of all results, until it is sent. */
  readonly room: Room | null

  constructor(text: string, form: 'json' | 'string' = 'json', room: Room | null = null) {
    this.text = text
    this.form = form
    this.room = room
  }

  /** The value, for whoever writes it in the usual way. */
  toJSON(): unknown {
    return this.form === 'json' ? JSON.parse(this.text) : this.text
  }
}
