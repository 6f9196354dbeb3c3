import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { describe, it, type TestContext } from 'node:test'

import { DEFAULT_EGRESS } from '../../../../src/sandbox/egress/egress-settings.ts'
import { UpstreamPool } from '../../../../src/sandbox/egress/upstream-pool.ts'
import { listenOnLoopback } from '../../../helpers/loopback-server.ts'
import { createCertificates } from '../../../helpers/registry/certificates.ts'

/** Asks a server that says 100 before its answer though nobody has asked for it; the status of its answer. */
async function askEager(t: TestContext, pool: UpstreamPool): Promise<number> {
  const server = createServer((socket) => {
    socket.on('data', () => socket.end('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n'))
  })
  const [address = '', port = ''] = (await listenOnLoopback(t, server)).split(':')
  const upstream = pool.get({ scheme: 'http', host: address, port: Number(port), address })
  return (await upstream.request({ path: '/', method: 'GET' })).statusCode
}

describe('UpstreamPool', () => {
  it('reads the certificates of its settings once, and not for each connection', (t) => {
    const { authority } = createCertificates()
    const pool = new UpstreamPool({ ...DEFAULT_EGRESS, extraCertificates: authority.certificate })
    t.after(() => pool.close())
    const { trust } = pool
    assert.notEqual(trust, null)
    assert.equal(pool.trust, trust)
  })

  it('trusts whom Node trusts where the settings name nobody', (t) => {
    const pool = new UpstreamPool(DEFAULT_EGRESS)
    t.after(() => pool.close())
    assert.equal(pool.trust, null)
  })

  it('passes over an unasked-for 100 after it was closed and is used again', async (t) => {
    const pool = new UpstreamPool(DEFAULT_EGRESS)
    t.after(() => pool.close())
    assert.equal(await askEager(t, pool), 204)
    pool.close()
    assert.equal(await askEager(t, pool), 204)
  })

  it('takes nothing from others when it is closed twice', async (t) => {
    const [pool, other] = [new UpstreamPool(DEFAULT_EGRESS), new UpstreamPool(DEFAULT_EGRESS)]
    t.after(() => other.close())
    await askEager(t, pool)
    await askEager(t, other)
    pool.close()
    pool.close()
    assert.equal(await askEager(t, other), 204)
  })
})
