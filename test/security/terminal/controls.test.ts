import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import type { Command } from 'commander'

import { ShownOutput } from '../../../src/cli/output/shown-output.ts'
import { createProgram } from '../../../src/cli/create-program.ts'
import { FakeComponents, greetTool } from '../../helpers/fake-components.ts'
import { serveHttp } from '../../helpers/loopback-server.ts'
import { runFakeCli } from '../../helpers/run-fake-cli.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

/** Sets the title, clears the screen, colours, goes back, turns around, isolates, breaks lines, hides. */
const HOSTILE =
  'x\u001B]0;t\u0007\u001B[2J\u001B[31m\r\u009B31m\u0085\u202E\u2066\u2028\u2029\u200B\uFEFF\u{E0041}'
const RAW = /[^\P{C}\n\t]|[\p{Zl}\p{Zp}]/u

/** How each command is given something of a stranger; `R` stands for a reference at a hostile registry, `F` for a hostile file. */
const LINES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  run: [
    ['--manifest', 'F'],
    ['--env', HOSTILE],
  ],
  serve: [['--stdio', '--manifest', 'F']],
  'component load': [[HOSTILE], ['R']],
  'component unload': [[HOSTILE], ['first']],
  'component list': [
    ['-o', 'json'],
    ['-o', 'yaml'],
    ['-o', 'table'],
  ],
  'component inspect': [['R'], ['R', '-o', 'json'], [HOSTILE]],
  'component update': [[HOSTILE]],
  'component outdated': [
    ['-o', 'table'],
    ['-o', 'yaml'],
  ],
  'component rollback': [[HOSTILE]],
  inspect: [['first'], [HOSTILE]],
  'tool list': [
    ['-o', 'json'],
    ['-o', 'yaml'],
    ['-o', 'table'],
  ],
  'tool read': [['greet'], ['greet', '-o', 'yaml'], ['greet', '-o', 'table'], [HOSTILE]],
  'tool invoke': [
    ['fails'],
    ['returns', '-o', 'yaml'],
    ['returns', '-o', 'table'],
    ['returns', '--args', HOSTILE],
    ['returns', '--dry-run', '-o', 'table'],
    [HOSTILE],
  ],
  'policy get': [['first', '-o', 'yaml'], ['first', '-o', 'table'], [HOSTILE]],
  'policy validate': [['F'], ['F', '-o', 'table'], [HOSTILE]],
  'policy explain': [
    ['first', HOSTILE],
    ['first', `/${HOSTILE}`, '-o', 'yaml'],
  ],
  'permission grant storage': [
    ['first', `fs:///${HOSTILE}`, '--access', 'read'],
    ['first', 'fs:///a', '--access', HOSTILE],
    [HOSTILE, 'fs:///a', '--access', 'read'],
  ],
  'permission grant network': [['first', HOSTILE]],
  'permission grant environment-variable': [['first', HOSTILE]],
  'permission grant memory': [['first', HOSTILE]],
  'permission grant state': [['first', HOSTILE]],
  'permission grant requested': [['first'], [HOSTILE]],
  'permission revoke storage': [['first', HOSTILE]],
  'permission revoke network': [['first', HOSTILE]],
  'permission revoke environment-variable': [['first', HOSTILE]],
  'permission revoke memory': [[HOSTILE]],
  'permission revoke state': [[HOSTILE]],
  'permission reset': [[HOSTILE]],
  'permission pending': [
    ['-o', 'json'],
    ['-o', 'yaml'],
    ['-o', 'table'],
  ],
  'permission approve': [['00000000'], [HOSTILE]],
  'permission deny': [['00000000'], [HOSTILE]],
  'secret list': [[HOSTILE], ['first', '-o', 'yaml']],
  'secret set': [
    ['first', `${HOSTILE}=v`],
    [HOSTILE, 'A=b'],
  ],
  'secret delete': [['first', HOSTILE]],
  'registry search': [[HOSTILE]],
  'registry get': [[HOSTILE]],
  audit: [['-o', 'json'], ['-o', 'table'], ['--verify']],
  'cache list': [['-o', 'table']],
  'cache verify': [['-o', 'yaml']],
  'cache gc': [['--grace', HOSTILE]],
  'bundle export': [['F', HOSTILE]],
  'bundle import': [['F']],
  push: [['R', 'F']],
  pull: [['R']],
  copy: [['R', 'R']],
  tags: [['R'], ['R', '-o', 'table'], [HOSTILE]],
  sign: [['R', '--key', 'F']],
  verify: [['R'], ['R', '-o', 'table'], [HOSTILE]],
  doctor: [
    ['-o', 'table'],
    ['-o', 'yaml'],
  ],
}

/** Everything that a component can say, said in characters that hide. */
function hostileComponents(): FakeComponents {
  const schema = { type: 'object', description: HOSTILE, properties: { [HOSTILE]: { type: 'string' } } }
  const tools = ['greet', 'fails', 'returns', HOSTILE].map((name) => ({
    ...greetTool(name),
    description: HOSTILE,
    inputSchema: schema,
    outputSchema: schema,
  }))
  const denial = { componentId: 'first', tool: HOSTILE, attempt: HOSTILE, reason: HOSTILE }
  const components = new FakeComponents(
    [
      { id: 'first', tools },
      { id: HOSTILE, tools },
    ],
    {
      search: () => [{ name: HOSTILE, description: HOSTILE, uri: HOSTILE }],
      call: async (name) => ({
        kind: 'returned',
        json: JSON.stringify(name === 'fails' ? HOSTILE : { [HOSTILE]: [HOSTILE] }),
        isError: name === 'fails',
      }),
      dryRun: {
        denials: [
          {
            ...denial,
            kind: 'storage',
            rule: HOSTILE,
            grant: null,
            requestId: null,
            approveCommand: HOSTILE,
          },
        ],
        withheld: [{ kind: 'storage', attempt: HOSTILE, rule: HOSTILE }],
      },
    },
  )
  components.permissions.requested = { [HOSTILE]: HOSTILE }
  components.permissions.notes = [HOSTILE]
  components.permissions.requests.push({
    id: '00000000',
    componentId: HOSTILE,
    requester: { digest: HOSTILE, reference: HOSTILE },
    grant: { kind: 'storage', uri: `fs:///${HOSTILE}`, access: ['read'] },
    tool: HOSTILE,
    createdAt: 0,
  })
  return components
}

/** A registry that says the same, whatever it is asked. */
function hostileRegistry(context: TestContext): Promise<string> {
  const body = JSON.stringify({
    name: HOSTILE,
    tags: [HOSTILE],
    errors: [{ code: HOSTILE, message: HOSTILE }],
  })
  return serveHttp(context, ({ url = '' }, response) => {
    response.writeHead(url.includes('tags') ? 200 : 403, { 'content-type': 'application/json' }).end(body)
  })
}

function leaves(command: Command): readonly string[] {
  if (command.commands.length === 0) return ['']
  return command.commands.flatMap((child) =>
    leaves(child).map((rest) => (rest === '' ? child.name() : `${child.name()} ${rest}`)),
  )
}

describe('a command line', () => {
  it('is tried here, whatever command it is', async () => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nothing is run
    const context = { version: '1', stdout: new ShownOutput(process.stdout) } as never
    assert.deepEqual(leaves(createProgram(context)).toSorted(), Object.keys(LINES).toSorted())
  })

  for (const [command, lines] of Object.entries(LINES)) {
    it(`sends a terminal no raw control character: ${command}`, async (context) => {
      const folder = await temporaryFolder(context)
      const file = join(folder, 'hostile.yaml')
      await writeFile(file, `version: '1.0'\n${JSON.stringify(HOSTILE)}: ${JSON.stringify(HOSTILE)}\n`)
      const audit = join(folder, 'audit.jsonl')
      const entry = { kind: 'storage', component: HOSTILE, tool: HOSTILE, attempt: HOSTILE, rule: HOSTILE }
      await writeFile(audit, `${JSON.stringify(entry)}\n`)
      const reference = `oci://${await hostileRegistry(context)}/a/b:1`
      const env = { HOME: folder, WASSETTE_AUDIT_FILE: audit, NO_PROXY: '*' }
      for (const line of lines) {
        const args = line.map((word) => (word === 'R' ? reference : word === 'F' ? file : word))
        const components = hostileComponents()
        const { stdout, stderr } = await runFakeCli([...command.split(' '), ...args], { components, env })
        assert.notEqual(stdout + stderr, '', args.join(' '))
        assert.doesNotMatch(stdout + stderr, RAW)
      }
    })
  }
})
