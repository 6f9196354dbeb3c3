import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { SILENT_LOGGER } from '#platform'

import { NotificationQueue } from '../../../src/mcp/notification-queue.ts'

describe('NotificationQueue', () => {
  it('sends in the order of adding and settles after the last', async () => {
    const sent: string[] = []
    const queue = new NotificationQueue(SILENT_LOGGER)
    const first = Promise.withResolvers<void>()
    queue.add(async () => {
      await first.promise
      sent.push('first')
    })
    queue.add(async () => void sent.push('second'))
    first.resolve()
    await queue.settled()
    assert.deepEqual(sent, ['first', 'second'])
  })

  it('goes on after one that could not be sent', async () => {
    const sent: string[] = []
    const queue = new NotificationQueue(SILENT_LOGGER)
    queue.add(() => Promise.reject(new Error('not connected')))
    queue.add(async () => void sent.push('second'))
    await queue.settled()
    assert.deepEqual(sent, ['second'])
  })
})
