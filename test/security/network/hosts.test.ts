import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'

import { fetchesClient } from '../../helpers/fetches.ts'
import { ISOLATIONS } from '../../helpers/isolations.ts'
import { serveHttp } from '../../helpers/loopback-server.ts'
import { networkAccess, networkAccessBy } from '../../helpers/network-access.ts'
import { openSandbox } from '../../helpers/open-sandbox.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { recordingServer } from './recording-server.ts'

const DENIED = 'HttpRequestDenied'

/** Spellings of 127.0.0.1 that no rule on names may let through. */
const SPELLINGS = [
  '127.1',
  '2130706433',
  '0177.0.0.1',
  '0x7f000001',
  '0x7f.1',
  '127.0.0.1.',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '0.0.0.0',
  '[::]',
  'localhost',
  'LOCALHOST.',
  '１２７.０.０.１',
]

/** Every name leads to this machine. */
const egress = { resolve: async (): Promise<readonly string[]> => ['127.0.0.1'] }
const cacheFolder = await temporaryFolder({ after })

for (const { name, find } of ISOLATIONS) {
  describe(`hosts under ${name}`, async () => {
    const sandbox = await openSandbox({ after }, { cacheFolder, isolation: await find(), egress })

    it('sends nothing to a host that no rule names', async (t) => {
      const { host, heard } = await recordingServer(t)
      const fetches = await fetchesClient(sandbox, networkAccess(['allowed.example', '10.0.0.1']))
      assert.equal(await fetches.fetchFailure({ authority: host }), DENIED)
      assert.deepEqual(heard, [])
    })

    it('sends nothing to a port that no rule names', async (t) => {
      const granted = await recordingServer(t)
      const { host, heard } = await recordingServer(t)
      const fetches = await fetchesClient(sandbox, networkAccess([granted.host]))
      assert.equal(await fetches.fetchFailure({ authority: host }), DENIED)
      assert.equal((await fetches.fetch({ authority: granted.host })).status, 200)
      assert.deepEqual(heard, [])
    })

    it('follows no redirect to a private address, though every name is granted', async (t) => {
      const { host: inside, heard } = await recordingServer(t)
      for (const target of [`http://${inside}/`, 'http://169.254.169.254/latest', 'http://[fd00::1]/']) {
        const host = await serveHttp(t, (_request, response) => {
          response.writeHead(307, { location: target }).end()
        })
        const fetches = await fetchesClient(sandbox, networkAccess(['*', host]))
        assert.equal(await fetches.failure('follow', `http://${host}/`, 5), DENIED, target)
      }
      assert.deepEqual(heard, [])
    })

    it('reaches this machine by no spelling of its address', async (t) => {
      const { port, heard } = await recordingServer(t)
      const access = networkAccessBy([{ host: '*' }, { host: 'allowed.example' }])
      const fetches = await fetchesClient(sandbox, access)
      for (const spelling of SPELLINGS) {
        const failure = await fetches.fetchFailure({ authority: `${spelling}:${port}` })
        assert.match(String(failure), /^(HttpRequestDenied|HttpRequestUriInvalid|bad authority)$/, spelling)
      }
      assert.deepEqual(heard, [])
    })

    it('gets past no deny by another spelling', async (t) => {
      const { port, heard } = await recordingServer(t)
      const access = networkAccessBy([{ cidr: '127.0.0.0/8' }, { host: '*' }], [{ host: '127.0.0.1' }])
      const fetches = await fetchesClient(sandbox, access)
      for (const spelling of SPELLINGS) {
        await fetches.fetchFailure({ authority: `${spelling}:${port}` })
      }
      assert.deepEqual(heard, [])
    })

    it('takes what stands before an @ for no host', async (t) => {
      const { host, heard } = await recordingServer(t)
      const fetches = await fetchesClient(sandbox, networkAccess(['allowed.example', '*.example']))
      for (const user of [
        'allowed.example',
        'allowed.example:80',
        'allowed.example%2f',
        'allowed.example\\',
      ]) {
        await fetches.fetchFailure({ authority: `${user}@${host}` })
      }
      assert.deepEqual(heard, [])
    })
  })
}
