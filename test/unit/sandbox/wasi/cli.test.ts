import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createCli } from '../../../../src/sandbox/guest-process/wasi/cli.ts'
import { GuestExit } from '../../../../src/sandbox/guest-process/wasi/guest-exit.ts'
import type { InputStream } from '../../../../src/sandbox/guest-process/wasi/io/input-stream.ts'
import type { OutputStream } from '../../../../src/sandbox/guest-process/wasi/io/output-stream.ts'
import { interfaceOf, testGuest, witError } from './guest.ts'

interface Exit {
  readonly exit: (status: { tag: 'ok' | 'err' }) => never
  readonly exitWithCode: (code: number) => never
}

describe('createCli()', () => {
  it('shows the granted environment and arguments, never those of the process', () => {
    const { guest } = testGuest({ environment: [['KEY', 'value']], arguments: ['one'] })
    const cli = interfaceOf<Record<string, () => unknown>>(createCli(guest), 'wasi:cli/environment')
    assert.deepEqual(cli['getEnvironment']?.(), [['KEY', 'value']])
    assert.deepEqual(cli['getArguments']?.(), ['one'])
    assert.equal(cli['initialCwd']?.(), undefined)
  })

  it('sends stdout and stderr to the writer of the guest', async () => {
    const { guest, printed } = testGuest()
    const imports = createCli(guest)
    const { getStdout } = interfaceOf<{ getStdout: () => OutputStream }>(imports, 'wasi:cli/stdout')
    const { getStderr } = interfaceOf<{ getStderr: () => OutputStream }>(imports, 'wasi:cli/stderr')
    await getStdout().blockingWriteAndFlush(Buffer.from('out'))
    getStderr().write(Buffer.from('err'))
    assert.deepEqual(printed, { stdout: 'out', stderr: 'err' })
  })

  it('has an input that is at its end', () => {
    const { getStdin } = interfaceOf<{ getStdin: () => InputStream }>(
      createCli(testGuest().guest),
      'wasi:cli/stdin',
    )
    assert.throws(() => getStdin().read(1n), witError({ tag: 'closed' }))
  })

  it('has no terminal', () => {
    const imports = createCli(testGuest().guest)
    for (const name of ['Stdin', 'Stdout', 'Stderr']) {
      const terminal = interfaceOf<Record<string, () => unknown>>(
        imports,
        `wasi:cli/terminal-${name.toLowerCase()}`,
      )
      assert.equal(terminal[`getTerminal${name}`]?.(), undefined)
    }
  })

  it('ends the call, not the process, when the guest exits', () => {
    const { exit, exitWithCode } = interfaceOf<Exit>(createCli(testGuest().guest), 'wasi:cli/exit')
    assert.equal(
      codeOf(() => exit({ tag: 'ok' })),
      0,
    )
    assert.equal(
      codeOf(() => exit({ tag: 'err' })),
      1,
    )
    assert.equal(
      codeOf(() => exitWithCode(42)),
      42,
    )
  })
})

function codeOf(run: () => never): number {
  try {
    return run()
  } catch (error) {
    assert.ok(error instanceof GuestExit)
    return error.exitCode
  }
}
