import { describeError, type Logger } from '#platform'

/** Sends notifications one after the other; a failure is logged and holds up nothing. */
export class NotificationQueue {
  readonly #logger: Logger
  #tail: Promise<void> = Promise.resolve()

  constructor(logger: Logger) {
    this.#logger = logger
  }

  add(send: () => Promise<void>): void {
    this.#tail = this.#tail.then(send).catch((error: unknown) => {
      this.#logger.debug({ error: describeError(error) }, 'Notification not sent')
    })
  }

  /** Resolves when everything added so far is sent. */
  settled(): Promise<void> {
    return this.#tail
  }
}
