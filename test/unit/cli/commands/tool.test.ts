import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { CallResult } from '#components'

import { BUILTIN_TOOL_NAMES } from '../../../helpers/builtin-tool-names.ts'
import { FakeComponents, greetTool } from '../../../helpers/fake-components.ts'
import { runFakeCli } from '../../../helpers/run-fake-cli.ts'

const INSTALLED = { id: 'first', tools: [greetTool('greet')] }
const { inputSchema: input_schema, outputSchema: output_schema, ...GREET } = greetTool('greet')

describe('tool list', () => {
  it('prints the tools of components and of the server', async () => {
    const components = new FakeComponents([INSTALLED])
    const { exitCode, stdout } = await runFakeCli(['tool', 'list'], { components })
    const { tools }: { tools: { name: string }[] } = JSON.parse(stdout)
    assert.equal(exitCode, 0)
    assert.deepEqual(tools[0], { ...GREET, input_schema, output_schema })
    assert.deepEqual(
      tools.map((tool) => tool.name),
      ['greet', ...BUILTIN_TOOL_NAMES],
    )
  })
})

describe('tool read', () => {
  it('prints one tool', async () => {
    const components = new FakeComponents([INSTALLED])
    const { exitCode, stdout } = await runFakeCli(['tool', 'read', 'greet'], { components })
    assert.equal(exitCode, 0)
    assert.deepEqual(JSON.parse(stdout), { ...GREET, input_schema, output_schema })
  })

  it('says when there is none', async () => {
    const { exitCode, stderr } = await runFakeCli(['tool', 'read', 'nothing'])
    assert.equal(exitCode, 1)
    assert.equal(stderr, 'Tool not found: nothing\n')
  })
})

describe('tool invoke', () => {
  it('calls a tool with the arguments', async () => {
    const components = new FakeComponents([INSTALLED])
    const args = ['tool', 'invoke', 'greet', '--args', '{"name":"Ada"}']
    const { exitCode, stdout } = await runFakeCli(args, { components })
    assert.equal(exitCode, 0)
    assert.equal(stdout, 'called greet\n')
    assert.deepEqual(components.calls, [{ toolName: 'greet', args: { name: 'Ada' } }])
  })

  it('prints data in the format that is asked for, and a string that looks like data as it is', async () => {
    assert.equal(
      (await invoke({ kind: 'returned', json: '{"ok":1}', isError: false })).stdout,
      '{\n  "ok": 1\n}\n',
    )
    assert.equal((await invoke({ kind: 'returned', json: '"007"', isError: false })).stdout, '007\n')
    assert.equal((await invoke({ kind: 'returned', json: 'null', isError: false })).stdout, 'null\n')
    assert.equal((await invoke({ kind: 'returned-nothing' })).stdout, 'null\n')
  })

  it('fails when the tool does', async () => {
    const err = await invoke({ kind: 'returned', json: '{"err":"no"}', isError: true })
    assert.deepEqual([err.exitCode, err.stdout, err.stderr], [1, '', '{"err":"no"}\n'])
    const failed = await invoke({ kind: 'failed', code: 'TRAPPED', message: 'It trapped' })
    assert.deepEqual([failed.exitCode, failed.stdout, failed.stderr], [1, '', 'Error: It trapped\n'])
  })

  it('calls a built-in tool by its name', async () => {
    const { exitCode, stdout } = await runFakeCli(['tool', 'invoke', 'list-components', '-o', 'table'])
    assert.equal(exitCode, 0)
    assert.match(stdout, /^ID /)
  })

  it('refuses arguments that are no object', async () => {
    const { exitCode, stderr } = await runFakeCli(['tool', 'invoke', 'greet', '--args', '[1]'])
    assert.equal(exitCode, 1)
    assert.match(stderr, /^Error: Write '--args' as a JSON object/)
  })
})

function invoke(result: CallResult) {
  const components = new FakeComponents([INSTALLED], { call: async () => result })
  return runFakeCli(['tool', 'invoke', 'greet'], { components })
}

describe('tool invoke --dry-run', () => {
  const dryRun = {
    end: { kind: 'failed', code: 'TRAPPED', message: 'It trapped' },
    denials: [
      {
        componentId: 'first',
        tool: 'greet',
        kind: 'network',
        attempt: 'to reach https://a.host/',
        reason: 'No rule allows it',
        rule: null,
        grant: { kind: 'network', host: 'https://a.host:443' },
        requestId: null,
        approveCommand: null,
      },
    ],
    withheld: [{ kind: 'storage', attempt: 'to write /a\u001B[2J', rule: 'granted storage.allow: fs:///a' }],
  } as const
  const run = (...flags: readonly string[]) => {
    const components = new FakeComponents([INSTALLED], { dryRun })
    return runFakeCli(['tool', 'invoke', 'greet', '--args', '{"name":"x"}', '--dry-run', ...flags], {
      components,
    })
  }

  it('lists what the call would ask for with the command that allows it, and is no failure', async () => {
    const { exitCode, stdout } = await run()
    assert.equal(exitCode, 0)
    assert.deepEqual(JSON.parse(stdout), {
      tool: 'greet',
      component_id: 'first',
      outcome: 'failed',
      code: 'TRAPPED',
      message: 'It trapped',
      would_ask: [
        {
          kind: 'network',
          attempt: 'to reach https://a.host/',
          reason: 'No rule allows it',
          would_allow: { kind: 'network', host: 'https://a.host:443' },
          command: 'wassette permission grant network first https://a.host:443 --component-dir /components',
        },
      ],
      withheld: [
        { kind: 'storage', attempt: 'to write /a\u001B[2J', rule: 'granted storage.allow: fs:///a' },
      ],
    })
  })

  it('has the attempts for rows of a table', async () => {
    const { stdout } = await run('-o', 'table')
    assert.match(stdout, /^to reach https:\/\/a\.host\/ \| wassette permission grant network first /m)
    assert.match(stdout, /^to write \/a\\u\{1b\}\[2J +\| granted, not done/m)
  })

  it('calls nothing', async () => {
    const components = new FakeComponents([INSTALLED])
    await runFakeCli(['tool', 'invoke', 'greet', '--dry-run'], { components })
    assert.deepEqual(components.calls, [])
    assert.deepEqual(components.dryRuns, [{ toolName: 'greet', args: {} }])
  })
})
