import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { FakeComponents, greetTool } from '../../helpers/fake-components.ts'
import { runFakeCli } from '../../helpers/run-fake-cli.ts'

const INSTALLED = { id: 'first', tools: [greetTool('greet')] }

describe('runCli()', () => {
  it('says so when there is no command', async () => {
    const { exitCode, stderr } = await runFakeCli([])
    assert.equal(exitCode, 1)
    assert.equal(stderr, 'No command provided. Use --help for usage information.\n')
  })

  it('names a command that it does not know', async () => {
    const { exitCode, stderr } = await runFakeCli(['invalid-command'])
    assert.equal(exitCode, 2)
    assert.match(stderr, /^error: unrecognized subcommand 'invalid-command'/)
  })

  it('names an option that it does not know', async () => {
    const { exitCode, stderr } = await runFakeCli(['run', '--wrong'])
    assert.equal(exitCode, 2)
    assert.match(stderr, /unexpected argument '--wrong' found/)
  })

  it('names what to use in place of transports that are not there', async () => {
    const sse = await runFakeCli(['serve', '--sse'])
    assert.equal(sse.exitCode, 2)
    assert.match(sse.stderr, /unexpected argument '--sse' found: .*'serve --stdio' or 'run'/)
    const http = await runFakeCli(['serve'])
    assert.equal(http.exitCode, 2)
    assert.match(http.stderr, /use 'serve --stdio' or 'run'/)
  })

  it('prints how it was built', async () => {
    for (const flag of ['-V', '--version']) {
      const { exitCode, stdout } = await runFakeCli([flag])
      assert.equal(exitCode, 0)
      assert.match(stdout, /^1\.2\.3 version\.BuildInfo\{RustVersion:"", BuildProfile:"release", .*\}\n$/)
    }
  })

  it('prints help', async () => {
    const { exitCode, stdout } = await runFakeCli(['--help'])
    assert.equal(exitCode, 0)
    assert.match(stdout, /A security-oriented runtime that runs WebAssembly Components via MCP/)
    for (const command of ['run', 'serve', 'component', 'inspect', 'tool']) {
      assert.match(stdout, new RegExp(`^ {2}${command} `, 'm'))
    }
  })

  it('takes the component folder before and after the command, by both names', async () => {
    for (const flag of ['--component-dir', '--plugin-dir']) {
      const before = await runFakeCli([flag, '/some/folder', 'component', 'list'])
      const after = await runFakeCli(['component', 'list', flag, '/some/folder'])
      assert.equal(before.config?.componentDir, '/some/folder')
      assert.equal(after.config?.componentDir, '/some/folder')
    }
  })

  it('closes what it opened, also after a failure', async () => {
    for (const args of [['component', 'list'], ['inspect', 'nothing'], ['run']]) {
      const components = new FakeComponents()
      await runFakeCli(args, { components })
      assert.ok(components.isClosed)
    }
  })

  it('shows one sentence of an error', async () => {
    const { exitCode, stdout, stderr } = await runFakeCli(['run', '--env', 'no assignment'])
    assert.equal(exitCode, 1)
    assert.equal(stdout, '')
    assert.equal(stderr, "Error: Invalid value for '--env', write it as KEY=VALUE\n")
  })
})

describe('run', () => {
  it('serves until the end of input, following the folder', async () => {
    const components = new FakeComponents([INSTALLED])
    const stdin = `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })}\n`
    const { exitCode, config } = await runFakeCli(['run', '--env', 'A=1', '--env', 'B=2'], {
      components,
      stdin,
    })
    assert.equal(exitCode, 0)
    assert.deepEqual(config?.guestEnvironment, { A: '1', B: '2' })
    assert.ok(components.isFollowing)
  })

  it('is the same under its older name', async () => {
    const components = new FakeComponents()
    assert.equal((await runFakeCli(['serve', '--stdio'], { components })).exitCode, 0)
    assert.ok(components.isFollowing)
  })
})
