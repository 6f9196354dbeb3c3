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

/** Every name leads to this machine, and each lookup is counted. */
const lookups: string[] = []
const answers: Record<string, readonly (readonly string[])[]> = {}
async function resolve(name: string): Promise<readonly string[]> {
  const count = lookups.filter((asked) => asked === name).length
  lookups.push(name)
  return answers[name]?.[count] ?? ['127.0.0.1']
}

const cacheFolder = await temporaryFolder({ after })

for (const { name, find } of ISOLATIONS) {
  describe(`hosts under ${name}`, async () => {
    const sandbox = await openSandbox(
      { after },
      { cacheFolder, isolation: await find(), egress: { resolve } },
    )

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

    it('connects to no private address that a granted name leads to', async (t) => {
      const { port, heard } = await recordingServer(t)
      for (const [index, address] of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '0.0.0.0'].entries()) {
        const inside = `inside${index}-${name}.example`
        answers[inside] = [[address]]
        const fetches = await fetchesClient(sandbox, networkAccess(['*', '*.example']))
        assert.equal(await fetches.fetchFailure({ authority: `${inside}:${port}` }), DENIED, address)
      }
      assert.deepEqual(heard, [])
    })

    it('connects to the address that was checked, whatever the name leads to a moment later', async (t) => {
      const checked = await recordingServer(t)
      const rebound = `rebound-${name}.example`
      answers[rebound] = [['127.0.0.1'], ['127.0.0.2'], ['127.0.0.2']]
      const allow = [{ host: rebound }, { cidr: '127.0.0.1/32' }]
      const fetches = await fetchesClient(sandbox, networkAccessBy(allow))
      const authority = `${rebound}:${checked.port}`
      assert.equal((await fetches.fetch({ authority })).body, 'SECRET')
      assert.deepEqual(
        fetches.events.map(({ address }) => address),
        ['127.0.0.1'],
      )
      assert.equal(lookups.filter((asked) => asked === rebound).length, 1)
      assert.equal(await fetches.fetchFailure({ authority }), DENIED)
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

    it('uses no proxy of the environment', async (t) => {
      const proxy = await recordingServer(t)
      const { host, heard } = await recordingServer(t)
      const variables = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'ALL_PROXY', 'NODE_USE_ENV_PROXY']
      for (const variable of variables)
        process.env[variable] = variable.startsWith('NODE') ? '1' : `http://${proxy.host}`
      t.after(() => {
        for (const variable of variables) delete process.env[variable]
      })
      const fetches = await fetchesClient(sandbox, networkAccess([host]))
      assert.equal((await fetches.fetch({ authority: host })).status, 200)
      assert.deepEqual([heard.length, proxy.heard], [1, []])
    })
  })
}
