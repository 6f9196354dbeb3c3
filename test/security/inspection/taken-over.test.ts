import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { describe, it, type TestContext } from 'node:test'

import { childrenOf, gone } from '../../helpers/child-processes.ts'
import { hostileInspection } from '../../helpers/hostile-inspection.ts'
import { guestFile, openSandbox } from '../../helpers/open-sandbox.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

/** What code that has taken an inspection process over may do, as the body of an async function, and what becomes of the load. */
const ANSWERS: Readonly<Record<string, string>> = {
  'sends parts without waiting until they are written': `for (;;) await part(Buffer.alloc(262144), false)`,
  'makes glue without end': `await part(describe(null)); for (;;) { await part(Buffer.alloc(262144), false); await written() }`,
  'makes files without end': `await part(describe(null)); for (;;) { await part(Buffer.alloc(1)); await written() }`,
  'sends empty files without end': `for (;;) { await part(Buffer.alloc(0)); await written() }`,
  'says that it is done, and has made nothing': `await say({ kind: 'made' })`,
  'says that it is done in the middle of a file': `await part(describe(null)); await part(Buffer.from('glue')); await part(Buffer.alloc(262144), false); await say({ kind: 'made' })`,
  'describes types of an unknown kind': `await part(describe({ kind: 'x' })); await part(Buffer.from('glue')); await say({ kind: 'made' })`,
  'describes more types than there may be': `await part(Buffer.alloc(262144, '['), false); await part(Buffer.from('glue')); await part(Buffer.from('glue')); await say({ kind: 'made' })`,
  'names files': `await say({ kind: 'part', files: Array.from({ length: 3e6 }, () => 'component.mjs') }, LARGE)`,
  'says what is no message': `await say({ kind: 'made', more: Array.from({ length: 1e6 }, () => []) }, LARGE)`,
  'writes what is no frame': `socket.write(Buffer.alloc(1024, 0xff))`,
  ends: `process.exit(0)`,
}

async function inspect(t: TestContext, attack: string) {
  const cacheFolder = await temporaryFolder(t)
  const isolation = await hostileInspection(t, attack)
  const { sandbox } = await openSandbox(t, { cacheFolder, isolation })
  return { cacheFolder, sandbox, file: await guestFile('sleeps') }
}

describe('an inspection process that was taken over', () => {
  for (const [what, attack] of Object.entries(ANSWERS)) {
    it(`fails its load, and leaves nothing, where it ${what}`, async (t) => {
      const { cacheFolder, sandbox, file } = await inspect(t, attack)
      await assert.rejects(sandbox.inspect(file), { code: 'COMPONENT_INVALID' })
      assert.deepEqual(await kept(cacheFolder), [])
      for (const pid of await childrenOf(process.pid)) await gone(pid)
    })
  }

  it('writes no file, link or pipe, anywhere', async (t) => {
    const attack = `
      const tries = [
        () => fs.writeFileSync('/tmp/wassette-was-here', ''),
        () => fs.symlinkSync('/dev/zero', '/tmp/wassette-was-here'),
        () => fs.linkSync(new URL(import.meta.url).pathname, '/tmp/wassette-was-here'),
        () => fs.mkdirSync(new URL('folder', import.meta.url).pathname),
        () => fs.writeFileSync(new URL('more.mjs', import.meta.url), ''),
        () => fs.chmodSync(new URL(import.meta.url).pathname, 0o777),
        () => process.dlopen({ exports: {} }, '/tmp/fifo.node'),
      ]
      const ends = tries.map((run) => { try { run(); return 'done' } catch (error) { return error.code } })
      await say({ kind: 'refused', reason: 'damaged', message: ends.join(' ') })`
    const { sandbox, file } = await inspect(t, attack)
    const denied = Array.from({ length: 6 }, () => 'ERR_ACCESS_DENIED').join(' ')
    await assert.rejects(sandbox.inspect(file), {
      code: 'COMPONENT_INVALID',
      message: `${denied} ERR_DLOPEN_DISABLED`,
    })
  })

  it('is stopped when it takes more memory than one for such a component', async (t) => {
    const attack = `const kept = []; for (;;) { kept.push(Buffer.alloc(2e7, 1)); await new Promise(setImmediate) }`
    const { sandbox, file } = await inspect(t, attack)
    await assert.rejects(sandbox.inspect(file), { code: 'COMPONENT_INVALID', message: /more memory/ })
    for (const pid of await childrenOf(process.pid)) await gone(pid)
  })

  it('ends with the load that is cancelled, and the next one has its turn', async (t) => {
    const { sandbox, file } = await inspect(t, `for (;;);`)
    const abort = new AbortController()
    const load = sandbox.inspect(file, { signal: abort.signal })
    const next = sandbox.inspect(file, { onWait: () => abort.abort() })
    await assert.rejects(load, { code: 'CANCELLED' })
    await sandbox.close()
    await assert.rejects(next, { code: 'CANCELLED' })
    for (const pid of await childrenOf(process.pid)) await gone(pid)
  })

  it('says no more than a sentence of limited length', async (t) => {
    const { sandbox, file } = await inspect(
      t,
      `await say({ kind: 'refused', reason: 'damaged', message: '\\x1b[2J' + 'x'.repeat(4_092) })`,
    )
    await assert.rejects(sandbox.inspect(file), ({ message }: Error) => {
      assert.ok(message.length < 5_000)
      assert.ok(!message.includes('\u001b'))
      return true
    })
  })
})

describe('loads that are asked for at once', () => {
  it('are inspected one at a time', async (t) => {
    const { sandbox } = await openSandbox(t)
    const names = ['sleeps', 'spins', 'stateful', 'traps', 'exits']
    const files = await Promise.all(names.map(guestFile))
    let most = 0
    const watch = setInterval(() => {
      void childrenOf(process.pid).then((children) => (most = Math.max(most, children.length)))
    }, 5)
    await Promise.all(files.map((file) => sandbox.inspect(file)))
    clearInterval(watch)
    assert.ok(most <= 2, `${most} processes, of which one can be on its way out`)
  })
})

async function kept(cacheFolder: string): Promise<readonly string[]> {
  const names = await readdir(cacheFolder, { recursive: true })
  return names.filter((name) => /sha256-|\.json$|\.mjs$/.test(name))
}
