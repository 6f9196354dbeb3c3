import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { describe, it } from 'node:test'

import { createPinoLogger } from '#platform'

/** A stream whose reader reads when the test says so. */
class Pipe extends Writable {
  readonly lines: string[] = []
  readonly #waiting: (() => void)[] = []
  #isRead = false

  constructor() {
    super({ decodeStrings: false })
  }

  override _write(line: string, _encoding: string, done: () => void): void {
    this.lines.push(line)
    if (this.#isRead) done()
    else this.#waiting.push(done)
  }

  read(): void {
    this.#isRead = true
    for (const done of this.#waiting.splice(0)) done()
  }
}

describe('createPinoLogger()', () => {
  it('writes one JSON object a line, in which nothing hides', async () => {
    const pipe = new Pipe()
    const logger = await createPinoLogger('info', pipe)
    logger.debug({}, 'not this')
    logger.info({ path: '\u202e' }, 'this\n')
    const [line = ''] = pipe.lines
    assert.equal(pipe.lines.length, 1)
    assert.match(line, /^[ -~]+\n$/)
    assert.partialDeepStrictEqual(JSON.parse(line), { level: 'info', path: '\u202e', msg: 'this\n' })
  })

  it('drops lines while nobody reads, and says how many when somebody does', async () => {
    const pipe = new Pipe()
    const logger = await createPinoLogger('info', pipe)
    for (let line = 0; line < 1_000; line++) logger.info({ line }, 'x'.repeat(10_000))
    assert.ok(pipe.writableLength <= 1024 * 1024)
    pipe.read()
    await new Promise((resolve) => setImmediate(resolve))
    const messages = pipe.lines.map((line): Record<string, unknown> => JSON.parse(line))
    const kept = messages.length - 1
    assert.partialDeepStrictEqual(messages.at(-1), { level: 'warn', dropped: 1_000 - kept })
    assert.deepEqual(
      messages.slice(0, kept).map(({ line }) => line),
      Array.from({ length: kept }, (_, index) => index),
    )
  })
})
