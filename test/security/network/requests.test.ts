import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'

import { fetchesClient } from '../../helpers/fetches.ts'
import { ISOLATIONS } from '../../helpers/isolations.ts'
import { serveHttp } from '../../helpers/loopback-server.ts'
import { networkAccess } from '../../helpers/network-access.ts'
import { callGuest, guestFile, openSandbox } from '../../helpers/open-sandbox.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { recordingServer } from './recording-server.ts'

const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nhost: evil.example\r\n\r\n'
const MIB = 1024 * 1024

const cacheFolder = await temporaryFolder({ after })

for (const { name, find } of ISOLATIONS) {
  describe(`requests under ${name}`, async () => {
    const isolation = await find()
    const sandbox = await openSandbox({ after }, { cacheFolder, isolation })

    it('are not split by line breaks in a header, path, method or host', async (t) => {
      const { host, heard } = await recordingServer(t)
      const fetches = await fetchesClient(sandbox, networkAccess([host]))
      for (const request of [
        { authority: host, headers: { 'x-a': `1\r\n\r\n${SMUGGLED}` } },
        { authority: host, headers: { 'x-a': '1\nx-b: 2' } },
        { authority: host, headers: { 'x-a\r\nx-b': '1' } },
        { authority: host, headers: { 'x-a': 'a\0b' } },
        { authority: host, path: `/ HTTP/1.1\r\n\r\n${SMUGGLED}` },
        { authority: host, path: '/a b' },
        { authority: host, path: `//evil.example/` },
        { authority: host, path: 'http://evil.example/' },
        { authority: host, method: `GET / HTTP/1.1\r\n\r\n${SMUGGLED}` },
        { authority: host, method: 'CONNECT' },
        { authority: `${host}\r\nx-a: 1` },
      ]) {
        await fetches.fetchFailure(request).catch(() => {})
      }
      assert.equal((await fetches.fetch({ authority: host })).status, 200)
      // What did arrive is one request each, to the host that was granted, with nothing added.
      for (const text of heard) {
        assert.equal(text.match(/ HTTP\/1\.1\r\n/g)?.length, 1, text)
        assert.doesNotMatch(text, /smuggled|^x-b|^CONNECT |^GET http:/m)
        assert.ok(text.includes(`host: ${host}\r\n`), text)
      }
    })

    it('name in their Host header the host that was decided on', async (t) => {
      const { host, heard } = await recordingServer(t)
      const fetches = await fetchesClient(sandbox, networkAccess([host]))
      for (const header of ['host', 'Host', 'HOST']) {
        await fetches.fetch({ authority: host, headers: { [header]: 'evil.example' } }).catch(() => {})
      }
      const framing = { 'transfer-encoding': 'chunked', 'content-length': '3' }
      await fetches
        .fetch({ authority: host, method: 'POST', headers: framing, body: SMUGGLED })
        .catch(() => {})
      for (const text of heard) {
        assert.doesNotMatch(text, /evil\.example.*\r\n\r\n./is)
        assert.deepEqual(text.match(/^host: .*$/gim), [`host: ${host}`])
      }
    })

    it('get no head of a response without end', async (t) => {
      const host = await serveHttp(t, (_request, response) => {
        const { socket } = response
        const more = (): void => {
          if (socket?.destroyed === false)
            socket.write(`x-a: ${'a'.repeat(60_000)}\r\n`, () => setImmediate(more))
        }
        socket?.write('HTTP/1.1 200 OK\r\n')
        more()
      })
      const fetches = await fetchesClient(sandbox, networkAccess([host]))
      assert.match(String(await fetches.fetchFailure({ authority: host })), /^HttpResponse|HttpProtocolError/)
    })

    it('have no response unpacked for them', async (t) => {
      const bomb = gzipSync(Buffer.alloc(64 * MIB))
      const host = await serveHttp(t, (_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
      })
      const fetches = await fetchesClient(sandbox, networkAccess([host]))
      const [bytes] = Object(await fetches.call('download', host, '/'))
      assert.equal(bytes, BigInt(bomb.length))
    })

    it('wait no longer for a slow body than the call may take', async (t) => {
      const cut = Promise.withResolvers<void>()
      const host = await serveHttp(t, (_request, response) => {
        const drip = setInterval(() => response.write('.'), 50)
        response.on('close', () => {
          clearInterval(drip)
          cut.resolve()
        })
      })
      const short = await openSandbox(t, { cacheFolder, isolation, limits: { callMs: 2_000 } })
      const file = await guestFile('fetches')
      const call = { network: networkAccess([host]), returnsResult: true }
      const outcome = await callGuest(short, file, { ...call, name: 'download', args: [host, '/'] })
      assert.equal(outcome.kind === 'limit' && outcome.limit, 'time')
      await cut.promise
    })
  })
}
