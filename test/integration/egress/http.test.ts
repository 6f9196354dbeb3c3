import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { serveHttp } from '../../helpers/loopback-server.ts'
import { networkAccess } from '../../helpers/network-access.ts'
import { callGuest, guestFile, openSandbox } from '../../helpers/open-sandbox.ts'

describe('HTTP of a guest', () => {
  it('goes where a rule allows it', async (t) => {
    const host = await serveHttp(t, (request, response) => response.end(`${request.method} ${request.url}`))
    const network = networkAccess([`http://${host}`])
    const outcome = await callGuest(await openSandbox(t), await guestFile('wasi-all'), {
      name: 'fetch',
      args: [{ method: 'GET', url: `http://${host}/path?query`, headers: [], body: undefined }],
      network,
    })
    assert.equal(outcome.kind, 'returned')
    assert.match(JSON.stringify(outcome), /"status":200.*"body":"GET \/path\?query"/)
    const [event] = network.events
    assert.equal(event?.kind, 'allowed')
    assert.equal(event.address, '127.0.0.1')
    assert.equal(event.bytesReceived, 15)
  })

  it('goes nowhere else, and the denial is told', async (t) => {
    let requests = 0
    const host = await serveHttp(t, (_request, response) => {
      requests++
      response.end()
    })
    const network = networkAccess(['http://127.0.0.1:1'])
    const sandbox = await openSandbox(t)
    const call = {
      name: 'fetch',
      args: [{ method: 'GET', url: `http://${host}/`, headers: [], body: undefined }],
    }
    const outcome = await callGuest(sandbox, await guestFile('wasi-all'), { ...call, network })
    assert.match(JSON.stringify(outcome), /HttpRequestDenied/)
    assert.equal(network.events[0]?.kind, 'denied')
    const withoutNetwork = await callGuest(sandbox, await guestFile('wasi-all'), call)
    assert.match(JSON.stringify(withoutNetwork), /HttpRequestDenied/)
    assert.equal(requests, 0)
  })
})
