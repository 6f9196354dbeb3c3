import assert from 'node:assert/strict'
import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { PendingRequests } from '#policy'

import { parsePendingRequest, printPendingRequest } from '../../../../src/policy/store/pending-request.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const REQUESTER = { digest: 'sha256:0', reference: 'oci://r/a:1' } as const
const X = {
  componentId: 'a',
  requester: REQUESTER,
  grant: { kind: 'network', host: 'x.com' },
  tool: null,
} as const

describe('PendingRequests', () => {
  it('keeps a request where only its owner reads it', async (context) => {
    const folder = await temporaryFolder(context)
    const { id } = await new PendingRequests(folder).add(X)
    assert.match(id, /^[0-9a-f]{8}$/)
    assert.equal((await stat(join(folder, '.pending'))).mode & 0o777, 0o700)
    assert.equal((await stat(join(folder, '.pending', `${id}.json`))).mode & 0o777, 0o600)
    const [request] = await new PendingRequests(folder).list()
    assert.deepEqual({ ...request, createdAt: 0 }, { ...X, id, createdAt: 0 })
  })

  it('is one request however often it is made', async (context) => {
    const requests = new PendingRequests(await temporaryFolder(context))
    const made = await Promise.all([requests.add(X), requests.add(X), requests.add({ ...X, tool: 'greet' })])
    assert.equal(new Set(made.map(({ id }) => id)).size, 1)
    const other = await requests.add({ ...X, componentId: 'b' })
    assert.notEqual(other.id, made[0].id)
  })

  it('lets a component push out its own requests only', async (context) => {
    const requests = new PendingRequests(await temporaryFolder(context))
    const { id } = await requests.add(X)
    for (let index = 0; index < 40; index++) {
      await requests.add({ ...X, componentId: 'b', grant: { kind: 'environment', key: `K${index}` } })
    }
    const pending = await requests.list()
    assert.equal(pending.length, 33)
    assert.ok(pending.some((request) => request.id === id))
    assert.ok(pending.some(({ grant }) => grant.kind === 'environment' && grant.key === 'K39'))
  })

  it('is another request when somebody else has the id', async (context) => {
    const requests = new PendingRequests(await temporaryFolder(context))
    const first = await requests.add(X)
    const second = await requests.add({ ...X, requester: { ...REQUESTER, digest: 'sha256:1' } })
    assert.notEqual(second.id, first.id)
    assert.deepEqual(await requests.list(), [second])
  })

  it('is taken once, however many take it at once, and can be put back', async (context) => {
    const folder = await temporaryFolder(context)
    const request = await new PendingRequests(folder).add(X)
    const taken = await Promise.allSettled(
      Array.from({ length: 8 }, () => new PendingRequests(folder).take(request.id)),
    )
    assert.equal(taken.filter(({ status }) => status === 'fulfilled').length, 1)
    for (const result of taken) {
      if (result.status === 'rejected') assert.equal(result.reason.code, 'REQUEST_NOT_FOUND')
    }
    await new PendingRequests(folder).putBack(request)
    assert.deepEqual(await new PendingRequests(folder).take(request.id), request)
  })

  it('forgets all of a component', async (context) => {
    const requests = new PendingRequests(await temporaryFolder(context))
    await requests.add(X)
    const other = await requests.add({ ...X, componentId: 'b' })
    await requests.removeAllOf('a')
    assert.deepEqual(await requests.list(), [other])
  })

  it('forgets', async (context) => {
    const requests = new PendingRequests(await temporaryFolder(context))
    const { id } = await requests.add(X)
    await requests.remove(id)
    await requests.remove(id)
    await assert.rejects(requests.get(id), { code: 'REQUEST_NOT_FOUND' })
    assert.deepEqual(await requests.list(), [])
  })

  for (const id of ['../../a', '', '0', 'ABCDEF01', '0000000g', '00000000/../../x']) {
    it(`finds nothing under ${JSON.stringify(id)}`, async (context) => {
      const folder = await temporaryFolder(context)
      const requests = new PendingRequests(folder)
      await requests.remove(id)
      await assert.rejects(requests.get(id), { code: 'REQUEST_NOT_FOUND' })
    })
  }

  it('passes over what is no request', async (context) => {
    const folder = await temporaryFolder(context)
    const requests = new PendingRequests(folder)
    const { id } = await requests.add(X)
    await writeFile(join(folder, '.pending', '00000000.json'), 'nonsense')
    await writeFile(
      join(folder, '.pending', '11111111.json'),
      printPendingRequest({ ...X, id, createdAt: 0 }),
    )
    assert.equal((await requests.list()).length, 1)
    assert.ok((await readdir(join(folder, '.pending'))).length >= 3)
  })

  it('has none where there is no folder', async (context) => {
    assert.deepEqual(await new PendingRequests(await temporaryFolder(context)).list(), [])
  })
})

describe('parsePendingRequest()', () => {
  it('throws nothing whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        assert.equal(parsePendingRequest(text), null)
      }),
    )
  })

  it('takes a grant that could not be asked for to be none', () => {
    const request = { ...X, id: '00000000', createdAt: 0 }
    const text = printPendingRequest(request)
    assert.deepEqual(parsePendingRequest(text), request)
    assert.equal(parsePendingRequest(text.replace('x.com', 'x.*')), null)
  })
})
