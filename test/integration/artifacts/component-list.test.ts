import assert from 'node:assert/strict'
import { readdir, utimes } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { LoopbackServer } from '../../helpers/registry/loopback-server.ts'
import { recordingLogger } from '../../helpers/recording-logger.ts'
import { TemporaryHome } from '../../helpers/registry/temporary-home.ts'

const LIST = [{ name: 'Count', description: 'Counts', uri: 'oci://ghcr.io/user/charcount:1' }]

type Answer = (response: ServerResponse) => void
const good: Answer = (response) => response.end(JSON.stringify(LIST))

/** A home whose list lies on a server, which a test can make answer otherwise. */
async function setUp(stack: AsyncDisposableStack) {
  const home = stack.use(await TemporaryHome.create())
  const web = { answer: good, visits: 0 }
  const server = stack.use(
    await LoopbackServer.start((_request, response) => {
      web.visits += 1
      web.answer(response)
    }),
  )
  const cacheFolder = join(home.path, 'lists')
  const componentList = { source: `http://localhost:${server.port}/list.json`, cacheFolder }
  return { home, web, cacheFolder, componentList }
}

/** Makes the copy as old as it was written an hour ago. */
async function age(folder: string): Promise<void> {
  const hourAgo = Date.now() / 1000 - 3600
  for (const name of await readdir(folder)) await utimes(join(folder, name), hourAgo, hourAgo)
}

describe('a list of components', () => {
  it('may be a file', async () => {
    await using home = await TemporaryHome.create()
    const source = await home.write('list.json', JSON.stringify(LIST))
    const read = (path: string) =>
      home.artifacts({ componentList: { source: path, cacheFolder: home.path } }).knownComponents()
    assert.deepEqual(await read(source), LIST)
    await assert.rejects(read(join(home.path, 'other.json')), { code: 'FILE_NOT_READABLE' })
    await assert.rejects(read(await home.write('large.json', Buffer.alloc(1024 * 1024 + 1))), {
      code: 'TOO_LARGE',
    })
    await assert.rejects(read(await home.write('broken.json', '{')), { code: 'COMPONENT_LIST_INVALID' })
  })

  it('may come from the web, and not at every search', async () => {
    await using stack = new AsyncDisposableStack()
    const { home, web, cacheFolder, componentList } = await setUp(stack)
    const artifacts = home.artifacts({ componentList })
    assert.deepEqual(await artifacts.knownComponents(), LIST)
    assert.deepEqual(await home.artifacts({ componentList }).knownComponents(), LIST)
    assert.equal(web.visits, 1)
    await age(cacheFolder)
    assert.deepEqual(await artifacts.knownComponents(), LIST)
    assert.equal(web.visits, 2)
  })

  const faults: readonly [string, Answer][] = [
    ['is gone', (response) => response.writeHead(404).end()],
    ['is out of order', (response) => response.writeHead(500).end()],
    ['breaks off', (response) => response.destroy()],
    ['is a web page', (response) => response.end('<html>')],
    ['does not end', (response) => response.end(Buffer.alloc(1024 * 1024 + 1, ' '))],
    ['leads inside', (response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end()],
  ]
  for (const [what, answer] of faults) {
    it(`is the last good copy while its server ${what}`, async () => {
      await using stack = new AsyncDisposableStack()
      const { home, web, cacheFolder, componentList } = await setUp(stack)
      const logger = recordingLogger()
      const artifacts = home.artifacts({ componentList, logger })
      web.answer = answer
      await assert.rejects(artifacts.knownComponents())
      web.answer = good
      await artifacts.knownComponents()
      await age(cacheFolder)
      web.answer = answer
      assert.deepEqual(await artifacts.knownComponents(), LIST)
      assert.equal(logger.lines.filter(({ level }) => level === 'warn').length, 1)
    })
  }
})
