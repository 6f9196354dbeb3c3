import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import type { Isolation } from '#sandbox'

import { hostileComponent } from '../../helpers/hostile-glue.ts'
import { findBubblewrap, findLandlock } from '../../helpers/isolations.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

/** Code that Node's permission model does not hold any more, in the folders that a component was granted. */
async function brokenOut(
  context: TestContext,
  {
    writable = [],
    sealed = [],
    find = findBubblewrap,
  }: {
    readonly writable?: string[]
    readonly sealed?: string[]
    readonly find?: () => Promise<Isolation>
  } = {},
) {
  const wall = await find()
  const isolation: Isolation = {
    ...wall,
    wrap: (confined) =>
      wall.wrap({
        ...confined,
        command: confined.command.filter((flag) => !/^--(permission$|allow-)/.test(flag)),
        writable: [...confined.writable, ...writable],
        sealed,
      }),
  }
  return hostileComponent(
    context,
    {
      list: `(path) => fs.readdirSync(path)`,
      read: `(path) => fs.readFileSync(path, 'utf8')`,
      create: `(path) => { fs.writeFileSync(path, 'x') }`,
      rewrite: `(path) => { fs.writeFileSync(path, fs.readFileSync(path)) }`,
      link: `(target, path) => { fs.symlinkSync(target, path) }`,
      connect: `async (port) => {
        const { connect } = await import('node:net')
        return new Promise((resolve, reject) => connect(port, '127.0.0.1').on('connect', resolve).on('error', reject))
      }`,
    },
    { isolation },
  )
}

describe('the wall of bubblewrap alone', () => {
  it('leaves nothing to write but what was granted, memory of the host included', async (t) => {
    const granted = await temporaryFolder(t)
    const component = await brokenOut(t, { writable: [granted] })
    for (const folder of ['/', '/tmp/', '/dev/', '/dev/shm/', '/etc/', '/usr/lib/', '/proc/']) {
      const outcome = await component.call('create', [`${folder}planted`])
      assert.equal(outcome.kind, 'trapped', folder)
    }
    assert.equal((await component.call('create', [join(granted, 'file')])).kind, 'returned')
    assert.equal(await readFile(join(granted, 'file'), 'utf8'), 'x')
  })

  it('keeps our own code in a granted folder as it is', async (t) => {
    const granted = await temporaryFolder(t)
    const sealed = join(granted, 'ours')
    await mkdir(sealed)
    const component = await brokenOut(t, { writable: [granted], sealed: [sealed, join(granted, 'nothing')] })
    assert.equal((await component.call('create', [join(sealed, 'file')])).kind, 'trapped')
    assert.equal((await component.call('create', [join(granted, 'file')])).kind, 'returned')
  })

  it('keeps a server that runs as root from handing out the settings of the kernel', async (t) => {
    const component = await brokenOut(t)
    for (const name of ['kernel/core_pattern', 'kernel/hostname', 'kernel/modprobe']) {
      const outcome = await component.call('rewrite', [`/proc/sys/${name}`])
      assert.equal(outcome.kind, 'trapped', name)
    }
  })

  it('shows no file, process or variable of the host', async (t) => {
    const folder = await temporaryFolder(t)
    await mkdir(join(folder, 'secret'))
    await writeFile(join(folder, 'secret', 'file'), '')
    const component = await brokenOut(t)
    assert.equal((await component.call('list', [folder])).kind, 'trapped')
    for (const path of ['/home', '/root', '/var', '/run', '/usr/bin', '/bin', '/etc/passwd', process.cwd()]) {
      const listed = await component.call('list', [path])
      // A folder can stand there because something beneath it is ours to run.
      assert.ok(listed.kind === 'trapped' || path === process.cwd(), path)
    }
    const processes = await component.call('list', ['/proc'])
    assert.ok(processes.kind === 'returned' && Array.isArray(processes.value))
    assert.deepEqual(
      processes.value.filter((entry: unknown) => Number(entry) > 0),
      ['1', '2'],
    )
    for (const pid of ['1', '2']) {
      const environment = await component.call('read', [`/proc/${pid}/environ`])
      assert.ok(environment.kind === 'returned')
      assert.match(String(environment.value), /^(PWD=\/\0)?$/)
    }
  })

  it('leads to no address, not even of this machine', async (t) => {
    const server = createServer((socket) => socket.end('hello'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    t.after(() => server.close())
    const address = server.address()
    const component = await brokenOut(t)
    const port = typeof address === 'object' ? address?.port : 0
    assert.equal((await component.call('connect', [port])).kind, 'trapped')
  })
})

describe('the wall under landlock', () => {
  it('leaves nothing to read, list and write but what was granted, and no way to make a socket or a link', async (t) => {
    const granted = await temporaryFolder(t)
    const other = await temporaryFolder(t)
    await writeFile(join(other, 'file'), 'of somebody else')
    const component = await brokenOut(t, { writable: [granted], find: findLandlock })
    const closed = [
      '/',
      '/home',
      '/root',
      '/var',
      '/run',
      '/usr/bin',
      '/etc',
      '/proc',
      `/proc/${process.pid}`,
      '/tmp',
      other,
    ]
    for (const path of closed) {
      assert.equal((await component.call('list', [path])).kind, 'trapped', path)
      assert.equal((await component.call('create', [join(path, 'planted')])).kind, 'trapped', path)
    }
    for (const path of [
      '/etc/passwd',
      join(other, 'file'),
      `/proc/${process.pid}/environ`,
      '/proc/self/environ',
    ]) {
      assert.equal((await component.call('read', [path])).kind, 'trapped', path)
    }
    assert.equal((await component.call('connect', [9])).kind, 'trapped')
    assert.equal((await component.call('link', ['/etc/passwd', join(granted, 'link')])).kind, 'trapped')
    assert.equal((await component.call('create', [join(granted, 'file')])).kind, 'returned')
    assert.deepEqual(await readdir(granted), ['file'])
  })
})
