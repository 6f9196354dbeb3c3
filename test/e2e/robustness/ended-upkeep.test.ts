import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { readdir, readFile, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { isCodedError, loadConfig } from '#platform'

import { EmbeddedRegistry } from '../../../tools/embedded-registry/embedded-registry.ts'
import { pushComponent } from '../../../tools/embedded-registry/push-component.ts'
import { guestPath } from '../../helpers/guest.ts'
import { openBundles } from '../../helpers/open-bundles.ts'
import { openCache } from '../../helpers/open-cache.ts'
import { runWassette, scratchUser, type ScratchUser, WASSETTE } from '../../helpers/wassette.ts'

/** Milliseconds after the start; both commands take a few hundred. */
const MOMENTS = [0, 1, 2, 3].map((quarter) => quarter * 80 + randomInt(80))

/** A bundle with some components, and the references that it holds. */
async function makeBundle(t: TestContext) {
  await using registry = await EmbeddedRegistry.start()
  const user = await scratchUser(t)
  const references: string[] = []
  for (const guest of ['charcount', 'stateful', 'spins']) {
    const target = registry.pushTarget(`me/${guest}`, '1')
    await pushComponent(target, await readFile(await guestPath(guest)))
    references.push(`oci://${registry.host}/me/${guest}:1`)
    await succeed(['component', 'load', references.at(-1) ?? ''], user)
  }
  const file = join(user.home, 'bundle.tar')
  await succeed(['bundle', 'export', file], user)
  return { user, file, references }
}

async function succeed(args: readonly string[], user: ScratchUser): Promise<string> {
  const { exitCode, stdout, stderr } = await runWassette(args, user)
  assert.equal(exitCode, 0, stderr)
  return stdout
}

interface Stop {
  readonly signal: NodeJS.Signals
  readonly afterMs: number
}

/** Runs a command line and sends it a signal. */
async function stopped(args: readonly string[], { env }: ScratchUser, { signal, afterMs }: Stop) {
  const child = spawn(process.execPath, [WASSETTE, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const [stderr] = await Promise.all([text(child.stderr), once(child, 'close'), kill()])
  return { exitCode: child.exitCode, stderr }

  async function kill(): Promise<void> {
    await sleep(afterMs)
    child.kill(signal)
  }
}

/** A signal that fires when it is looked at for the nth time. */
function signalAtLook(nth: number): AbortSignal {
  const { signal } = new AbortController()
  let looks = 0
  Object.defineProperty(signal, 'aborted', { get: () => ++looks >= nth })
  return signal
}

/** Runs work that is left at each place where it can be, until it comes to its end; says how often it was left. */
async function leftEverywhere(work: (signal: AbortSignal) => Promise<unknown>): Promise<number> {
  for (let nth = 1; ; nth++) {
    try {
      await work(signalAtLook(nth))
      return nth - 1
    } catch (error) {
      assert.equal(isCodedError(error) && error.code, 'CANCELLED')
    }
  }
}

async function assertUsable(references: readonly string[], user: ScratchUser): Promise<void> {
  for (const reference of references) await succeed(['--pinned', 'component', 'load', reference], user)
  const called = await succeed(['tool', 'invoke', 'count-characters', '--args', '{"text":"ほげ"}'], user)
  assert.match(called, /2/)
}

function lockOf({ componentDir }: ScratchUser): Promise<string | null> {
  return readFile(join(componentDir, 'wassette.lock'), 'utf8').catch(() => null)
}

/** Makes everything in the content store look as if it was used long ago. */
async function ageStore({ home }: ScratchUser): Promise<void> {
  const store = join(home, '.cache', 'wassette', 'store')
  for (const path of await readdir(store, { recursive: true })) await utimes(join(store, path), 0, 0)
}

describe('bundle import', () => {
  it('that is killed leaves nothing that is used, and the next one takes all', async (t) => {
    const { file, references } = await makeBundle(t)
    const other = await scratchUser(t)
    for (const afterMs of MOMENTS) {
      await stopped(['bundle', 'import', file], other, { signal: 'SIGKILL', afterMs })
      assert.match((await lockOf(other)) ?? references.join(), new RegExp(references.join('|')))
    }
    await succeed(['bundle', 'import', file], other)
    await assertUsable(references, other)
  })

  it('ends at the first SIGTERM', async (t) => {
    const { file, references } = await makeBundle(t)
    for (const afterMs of MOMENTS) {
      const other = await scratchUser(t)
      const { exitCode, stderr } = await stopped(['bundle', 'import', file], other, {
        signal: 'SIGTERM',
        afterMs,
      })
      const lock = await lockOf(other)
      if (exitCode === 1) assert.match(stderr, /ended before it was complete/)
      if (exitCode === 1) assert.equal(lock, null)
      // Before there is a listener, and after the last step, the signal ends the process: there is nothing yet, or all of it.
      else for (const reference of lock === null ? [] : references) assert.ok(lock?.includes(reference))
    }
  })

  it('can be left at every step without an entry in the lock file', async (t) => {
    const { file, references } = await makeBundle(t)
    const other = await scratchUser(t)
    const bundles = await openBundles(await loadConfig({}, other.env))
    const left = await leftEverywhere(async (signal) => {
      assert.equal(await lockOf(other), null)
      await bundles.import(file, { signal })
    })
    assert.ok(left > 6, `It was left ${left} times`)
    await assertUsable(references, other)
  })
})

describe('cache gc', () => {
  it('that is killed takes nothing that is needed, and the next one goes on', async (t) => {
    const { user, references } = await makeBundle(t)
    for (const id of ['me_stateful', 'me_spins']) await succeed(['component', 'unload', id], user)
    await ageStore(user)
    for (const afterMs of MOMENTS) {
      await stopped(['cache', 'gc', '--grace', '0s'], user, { signal: 'SIGKILL', afterMs })
      assert.match(await succeed(['cache', 'verify'], user), / 0 damaged/)
    }
    await succeed(['cache', 'gc', '--grace', '0s'], user)
    await assertUsable(references.slice(0, 1), user)
  })

  it('can be left at every step, and lists nothing that is not whole', async (t) => {
    const { user } = await makeBundle(t)
    await succeed(['component', 'unload', 'me_stateful'], user)
    await ageStore(user)
    const cache = await openCache({ ...(await loadConfig({}, user.env)), lockFile: join(user.home, 'none') })
    const left = await leftEverywhere(async (signal) => {
      const { artifacts } = await cache.list()
      assert.deepEqual(
        artifacts.filter(({ reference, isComplete }) => reference !== null && !isComplete),
        [],
      )
      await cache.collect({ graceMs: 0, signal })
    })
    assert.ok(left > 6, `It was left ${left} times`)
    const { artifacts } = await cache.list()
    assert.ok(artifacts.every(({ keptFor }) => keptFor.length > 0))
    assert.equal((await cache.verify()).damaged.length, 0)
  })
})
