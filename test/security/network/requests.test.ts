import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'

import { fetchesClient } from '../../helpers/fetches.ts'
import { ISOLATIONS } from '../../helpers/isolations.ts'
import { keepingServer } from '../../helpers/keeping-server.ts'
import { networkAccess } from '../../helpers/network-access.ts'
import { openSandbox } from '../../helpers/open-sandbox.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { recordingServer } from './recording-server.ts'

const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nhost: evil.example\r\n\r\n'

const cacheFolder = await temporaryFolder({ after })

for (const { name, find } of ISOLATIONS) {
  describe(`requests under ${name}`, async () => {
    const sandbox = await openSandbox({ after }, { cacheFolder, isolation: await find() })

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

    it('end where their length says, or do not go out', async (t) => {
      const { host, connections } = await keepingServer(t)
      const fetches = await fetchesClient(sandbox, networkAccess([host]))
      // Longer than what is held back for its length to be known.
      const body = `abc${SMUGGLED}`.padEnd(70_000, '\n')
      for (const headers of [
        { 'content-length': '+3' },
        { 'content-length': '3' },
        { 'content-length': '3', 'Content-Length': '70000' },
        { 'content-length': '3, 70000' },
        { 'content-length': '0x3' },
      ]) {
        await fetches.fetchFailure({ authority: host, method: 'POST', headers, body }).catch(() => {})
      }
      for (const method of ['POST', 'GET', 'DELETE']) {
        const headers = { 'content-length': '70000' }
        assert.equal((await fetches.fetch({ authority: host, method, headers, body })).status, 200)
      }
      assert.deepEqual(
        connections().flatMap(({ requests }) => requests.map(({ line, body }) => [line, body.length])),
        ['POST', 'GET', 'DELETE'].map((method) => [`${method} / HTTP/1.1`, 70_000]),
      )
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
      assert.equal((await fetches.fetch({ authority: host })).status, 200)
      for (const text of heard) {
        assert.doesNotMatch(text, /evil\.example.*\r\n\r\n./is)
        assert.deepEqual(text.match(/^host: .*$/gim), [`host: ${host}`])
      }
    })
  })
}
