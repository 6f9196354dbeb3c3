import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import type { CallResult, ComponentService } from '#components'

import { recordingLogger } from '../../helpers/recording-logger.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { openComponents, putGuest } from './open-components.ts'

const MIB = 1024 * 1024

/** A guest, and a way to set its limits as its operator does. */
async function openGuest(context: TestContext, guest: string, logger = recordingLogger()) {
  const folder = await temporaryFolder(context)
  const ceilingFile = join(await temporaryFolder(context), 'ceiling.yaml')
  await writePolicy(ceilingFile, {})
  await putGuest(folder, 'guest', guest)
  const components = await openComponents(context, { folder, ceilingFile, logger })
  await components.settle()
  return {
    components,
    setLimits: (limits: object) => writePolicy(join(folder, 'guest.policy.yaml'), limits),
    setCeiling: (limits: object) => writePolicy(ceilingFile, limits),
  }
}

function writePolicy(file: string, limits: object): Promise<void> {
  return writeFile(file, JSON.stringify({ version: '1.0', permissions: { resources: { limits } } }))
}

function codeOf(result: CallResult): string {
  return result.kind === 'failed' ? result.code : result.kind
}

function textOf(bytes: number, components: ComponentService): Promise<CallResult> {
  return components.call('make-string', { bytes })
}

describe('the limit of a result', () => {
  it('is what the policy says, smaller or larger than the default', async (t) => {
    const { components, setLimits } = await openGuest(t, 'big-result')
    await setLimits({ output: '1Ki' })
    assert.equal(codeOf(await textOf(900, components)), 'returned')
    assert.equal(codeOf(await textOf(3_000, components)), 'RESULT_TOO_LARGE')
    assert.equal(codeOf(await textOf(1 * MIB, components)), 'LIMIT_RESULT')
    await setLimits({ output: '20Mi' })
    assert.equal(codeOf(await textOf(12 * MIB, components)), 'returned')
    assert.equal(codeOf(await textOf(21 * MIB, components)), 'RESULT_TOO_LARGE')
  })

  it('is what fits into one message, however much the policy allows', async (t) => {
    const { components, setLimits } = await openGuest(t, 'big-result')
    await setLimits({ output: '1Gi' })
    assert.equal(codeOf(await textOf(80 * MIB, components)), 'LIMIT_RESULT')
    assert.equal(codeOf(await textOf(900, components)), 'returned')
  })
})

describe('the limit of arguments', () => {
  it('is what the policy says, smaller or larger than the default, before the guest starts', async (t) => {
    const { components, setLimits } = await openGuest(t, 'every-type')
    const echo = async (length: number) =>
      codeOf(await components.call('echo-string', { value: 'x'.repeat(length) }))
    await setLimits({ arguments: '1Ki' })
    assert.equal(await echo(900), 'returned')
    assert.equal(await echo(2_000), 'ARGUMENT_TOO_LARGE')
    await setLimits({ arguments: '12Mi' })
    assert.equal(await echo(9 * MIB), 'returned')
    assert.equal(await echo(13 * MIB), 'ARGUMENT_TOO_LARGE')
  })
})

describe('the limits of calls at once', () => {
  it('are those of the policy, with a queue and its end', async (t) => {
    const { components, setLimits } = await openGuest(t, 'sleeps')
    await setLimits({ concurrency: 1, queue: 1 })
    const calls = Array.from({ length: 4 }, () => components.call('sleep', { milliseconds: 300 }))
    const codes = (await Promise.all(calls)).map(codeOf)
    assert.deepEqual(codes.toSorted(), ['BUSY', 'BUSY', 'returned', 'returned'])
  })

  it('end the wait of a call that would take longer than a call may', async (t) => {
    const { components, setLimits } = await openGuest(t, 'sleeps')
    await setLimits({ concurrency: 1, timeout: '1s' })
    await components.call('pass', {})
    const calls = Array.from({ length: 3 }, () => components.call('sleep', { milliseconds: 60_000 }))
    const codes = (await Promise.all(calls)).map(codeOf)
    assert.equal(codes[0], 'LIMIT_TIME')
    assert.ok(codes.includes('BUSY'), codes.join())
  })
})

describe('the limits of what a call prints', () => {
  it('are those of the policy, in bytes and in lines', async (t) => {
    const logger = recordingLogger()
    const { components, setLimits } = await openGuest(t, 'chatty', logger)
    const printed = async (limits: object): Promise<string> => {
      const before = logger.lines.length
      await setLimits(limits)
      assert.equal(codeOf(await components.call('write-stdout', { bytes: 10_000 })), 'returned')
      return logger.lines
        .slice(before)
        .map(({ message }) => message)
        .join('')
    }
    const cut = '[output limit reached: the rest of this call is not logged]'
    assert.equal((await printed({ log: '1Ki' })).length, 1024 + cut.length)
    assert.equal((await printed({ log_lines: 3 })).split('\n').length, 4)
  })
})

describe('the limits of the operator', () => {
  it('are no higher than the ceiling', async (t) => {
    const { components, setLimits, setCeiling } = await openGuest(t, 'big-result')
    await setCeiling({ output: '1Ki', timeout: '5s' })
    await setLimits({ output: '20Mi', timeout: '1h' })
    assert.equal(codeOf(await textOf(3_000, components)), 'RESULT_TOO_LARGE')
  })
})
