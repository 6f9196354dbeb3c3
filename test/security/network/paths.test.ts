import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'

import { fetchesClient } from '../../helpers/fetches.ts'
import { ISOLATIONS } from '../../helpers/isolations.ts'
import { networkAccessBy } from '../../helpers/network-access.ts'
import { openSandbox } from '../../helpers/open-sandbox.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { recordingServer } from './recording-server.ts'

/** Ways out of `/v1` for one server or another. */
const OUT_OF_V1 = [
  '/v1/../admin',
  '/v1/%2e%2e/admin',
  '/v1/.%2E/admin',
  '/v1/%252e%252e/admin',
  '/v1/..%2fadmin',
  '/v1/..%5cadmin',
  '/v1\\..\\admin',
  '/v1/..;/admin',
  '/v1/..%3bx/admin',
  '/v1;x/../admin',
  '/v1/..%20/admin',
  '/v1/%09../admin',
  '/v1/%c0%ae%c0%ae/admin',
  '/v1/%ef%bc%8e%ef%bc%8e/admin',
  '/v1/%u002e%u002e/admin',
  '/v1//admin',
  '/v1/%00/admin',
  '//v1/admin',
  '/V1/admin',
  '/v10',
]

/** Spellings of what lies under `/admin` for one server or another. */
const INTO_ADMIN = [
  '/admin',
  '/admin/users',
  '/ADMIN/users',
  '/%61dmin',
  '/%2561dmin',
  '/admin;v=1',
  '/admin;/users',
  '/admin%3bv',
  '/admin.',
  '/admin%20',
  '/admin%00.png',
  '/;a/admin',
  '//admin',
  '/./admin',
  '/x/../admin',
  '/x%2f..%2fadmin',
  '/admin?x',
]

const cacheFolder = await temporaryFolder({ after })

for (const { name, find } of ISOLATIONS) {
  describe(`paths of requests under ${name}`, async () => {
    const sandbox = await openSandbox({ after }, { cacheFolder, isolation: await find() })

    it('lead out of no path that a rule allows', async (t) => {
      const { host, heard } = await recordingServer(t)
      const fetches = await fetchesClient(sandbox, networkAccessBy([{ host, paths: ['/v1'] }]))
      for (const path of OUT_OF_V1) await fetches.fetchFailure({ authority: host, path })
      assert.deepEqual(heard, [])
      assert.equal((await fetches.fetch({ authority: host, path: '/v1/a%20b;c?d=/../e' })).status, 200)
    })

    it('lead into no path that a rule denies', async (t) => {
      const { host, heard } = await recordingServer(t)
      const fetches = await fetchesClient(sandbox, networkAccessBy([{ host }], [{ host, paths: ['/admin'] }]))
      for (const path of INTO_ADMIN) await fetches.fetchFailure({ authority: host, path })
      assert.deepEqual(heard, [])
      assert.equal((await fetches.fetch({ authority: host, path: '/administration' })).status, 200)
    })
  })
}
