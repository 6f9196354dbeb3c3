import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { CodedError } from '#platform'
import { FOR_GOOD, type Grant } from '#policy'

import { FakeComponents, greetTool } from '../../../../helpers/fake-components.ts'
import { runFakeCli } from '../../../../helpers/run-fake-cli.ts'

const GRANTS: [args: readonly string[], grant: Grant, type: string, details: object][] = [
  [
    ['storage', 'first', 'fs:///work', '--access', 'read,write'],
    { kind: 'storage', uri: 'fs:///work', access: ['read', 'write'] },
    'storage',
    { uri: 'fs:///work', access: ['read', 'write'] },
  ],
  [['network', 'first', 'x.com'], { kind: 'network', host: 'x.com' }, 'network', { host: 'x.com' }],
  [
    ['environment-variable', 'first', 'A'],
    { kind: 'environment', key: 'A' },
    'environment variable',
    { key: 'A' },
  ],
  [['memory', 'first', '512Mi'], { kind: 'memory', limit: '512Mi' }, 'memory', { memory: '512Mi' }],
]

const YES = 'y\n'

describe('permission grant', () => {
  for (const [args, grant, permission_type, details] of GRANTS) {
    it(`grants ${args[0]}`, async () => {
      const components = installed()
      const { exitCode, stdout } = await runFakeCli(['permission', 'grant', ...args], {
        components,
        answer: YES,
      })
      assert.equal(exitCode, 0)
      assert.deepEqual(JSON.parse(stdout), {
        status: 'permission granted successfully',
        component_id: 'first',
        permission_type,
        details,
      })
      assert.deepEqual(components.permissions.grants, [{ id: 'first', grant, terms: FOR_GOOD }])
    })
  }

  it('grants once, or for a time', async () => {
    const components = installed()
    const grant = ['permission', 'grant', 'network', 'first', 'x.com']
    await runFakeCli([...grant, '--once'], { components, answer: YES })
    await runFakeCli([...grant, '--for', '30m'], { components, answer: YES })
    const [once, timed] = components.permissions.grants.map(({ terms }) => terms)
    assert.deepEqual(once, { expires: null, uses: 1 })
    assert.ok(Math.abs((timed?.expires ?? 0) - Date.now() - 1_800_000) < 600_000)
  })

  for (const [args, message] of [
    [['network', 'other', 'x.com'], 'Component not found: other'],
    [['network', 'first', ''], 'Network host cannot be empty'],
    [['storage', 'first', 'fs:///a', '--access', 'run'], 'Invalid access type: run'],
    [['storage', 'first', 'fs:///a', '--access', ''], 'Storage access cannot be empty'],
    [['storage', 'first', '', '--access', 'read'], 'Storage URI cannot be empty'],
    [['environment-variable', 'first', ''], 'Environment variable key cannot be empty'],
    [['network', 'first', 'x.com', '--for', 'ever'], '"ever" is no limit'],
  ] as const) {
    it(`fails with '${message}'`, async () => {
      const components = installed()
      const { exitCode, stderr } = await runFakeCli(['permission', 'grant', ...args], { components })
      assert.equal(exitCode, 1)
      assert.ok(stderr.startsWith(`Error: ${message}`), stderr)
      assert.deepEqual(components.permissions.grants, [])
    })
  }

  for (const args of [
    ['storage', 'first', 'fs:///a'],
    ['network', 'first', 'x.com', '--once', '--for', '1h'],
    ['everything', 'first'],
  ]) {
    it(`is wrong usage: ${args.join(' ')}`, async () => {
      const { exitCode } = await runFakeCli(['permission', 'grant', ...args], { components: installed() })
      assert.equal(exitCode, 2)
    })
  }
})

describe('permission revoke', () => {
  for (const [args, revocation, status] of [
    [
      ['storage', 'first', 'fs:///work'],
      { kind: 'storage', uri: 'fs:///work' },
      'permission revoked successfully',
    ],
    [['network', 'first', 'x.com'], { kind: 'network', host: 'x.com' }, 'permission revoked'],
    [['environment-variable', 'first', 'A'], { kind: 'environment', key: 'A' }, 'permission revoked'],
    [['memory', 'first'], { kind: 'memory' }, 'permission revoked'],
  ] as const) {
    it(`takes ${args[0]} back`, async () => {
      const components = installed()
      const { exitCode, stdout } = await runFakeCli(['permission', 'revoke', ...args], { components })
      assert.equal(exitCode, 0)
      assert.equal(statusOf(stdout), status)
      assert.deepEqual(components.permissions.revoked, [revocation])
    })
  }
})

describe('permission reset', () => {
  it('takes everything back', async () => {
    const components = installed()
    const { stdout } = await runFakeCli(['permission', 'reset', 'first'], { components })
    assert.equal(statusOf(stdout), 'permissions reset successfully')
    assert.deepEqual(components.permissions.resets, [{ id: 'first', keepsNarrowing: false }])
  })
})

describe('taking back what narrows', () => {
  for (const args of [
    ['reset', 'first'],
    ['revoke', 'memory', 'first'],
  ]) {
    it(`needs a person: permission ${args.join(' ')}`, async () => {
      const components = installed()
      components.permissions.narrows = { storage: { deny: [{ uri: 'fs:///home' }] } }
      for (const surroundings of [{}, { stdin: YES }, { answer: 'n\n' }]) {
        for (const flags of [[], ['--yes']]) {
          const command = ['permission', ...args, ...flags]
          assert.equal((await runFakeCli(command, { components, ...surroundings })).exitCode, 1)
        }
      }
      const { permissions } = components
      assert.deepEqual([permissions.resets, permissions.revoked], [[], []])
      const { exitCode, asked } = await runFakeCli(['permission', ...args], { components, answer: YES })
      assert.equal(exitCode, 0)
      assert.match(asked, /^The component "first" is then free of:\nstorage:\n {2}deny:\n.*fs:\/\/\/home/)
      assert.equal(permissions.resets.length + permissions.revoked.length, 1)
    })
  }
})

describe('permission pending', () => {
  it('lists what was asked for and what it would allow', async () => {
    const components = await asked()
    const { stdout } = await runFakeCli(['permission', 'pending'], { components })
    assert.deepEqual(JSON.parse(stdout), {
      requests: [
        {
          id: '00000000',
          component_id: 'first',
          permission_type: 'network',
          details: { host: 'x.com:8080' },
          allows: 'connect to "x.com" by http and https on port 8080',
          tool: 'greet',
          created_at: '1970-01-01T00:00:00.000Z',
        },
      ],
      total: 1,
    })
  })

  it('lists them as a table', async () => {
    const { stdout } = await runFakeCli(['permission', 'pending', '-o', 'table'], {
      components: await asked(),
    })
    assert.match(stdout, /^00000000 +\| first: connect to "x.com" by http and https on port 8080$/m)
  })
})

describe('permission approve', () => {
  it('grants what was asked for and says what that allows', async () => {
    const components = await asked()
    const { stdout } = await runFakeCli(['permission', 'approve', '00000000', '--once'], {
      components,
      answer: YES,
    })
    assert.deepEqual(JSON.parse(stdout), {
      status: 'permission granted successfully',
      component_id: 'first',
      permission_type: 'network',
      details: { host: 'x.com:8080' },
      lasts: 'for the next call',
      allows: 'connect to "x.com" by http and https on port 8080',
    })
    assert.equal(components.permissions.grants.length, 1)
  })

  it('grants nothing that could not be shown, be it there again a moment later', async () => {
    const components = await asked()
    // As while another process looks whether it can refuse it.
    components.permissions.waiting = () =>
      Promise.reject(new CodedError('REQUEST_NOT_FOUND', "No request '00000000' is pending"))
    const { exitCode } = await runFakeCli(['permission', 'approve', '00000000'], { components, answer: YES })
    assert.equal(exitCode, 1)
    assert.deepEqual(components.permissions.grants, [])
  })

  it('fails for a request that nobody made', async () => {
    const { exitCode, stderr } = await runFakeCli(['permission', 'approve', '../x'], {
      components: await asked(),
    })
    assert.equal(exitCode, 1)
    assert.match(stderr, /No request '\.\.\/x' is pending/)
  })
})

describe('permission deny', () => {
  it('refuses once, or for good', async () => {
    const components = await asked()
    await runFakeCli(['permission', 'deny', '00000000'], { components })
    await runFakeCli(['permission', 'deny', '00000000', '--always'], { components })
    assert.deepEqual(components.permissions.refused, [
      { id: '00000000', forGood: false },
      { id: '00000000', forGood: true },
    ])
  })
})

function installed(): FakeComponents {
  return new FakeComponents([{ id: 'first', tools: [greetTool('greet')] }])
}

async function asked(): Promise<FakeComponents> {
  const components = installed()
  await components.permissions.request('first', { kind: 'network', host: 'x.com:8080' }, 'greet')
  return components
}

function statusOf(stdout: string): unknown {
  const answer: { status: unknown } = JSON.parse(stdout)
  return answer.status
}
