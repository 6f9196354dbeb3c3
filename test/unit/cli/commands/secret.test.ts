import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { FakeComponents } from '../../../helpers/fake-components.ts'
import { type FakeSurroundings, runFakeCli } from '../../../helpers/run-fake-cli.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'
import { planted } from '../../../helpers/planted.ts'

const [ONE, TWO] = [planted('one'), planted('two')]

/** A user with a component `first` and secrets in files. */
async function surroundings(t: TestContext) {
  const folder = join(await temporaryFolder(t), 'secrets')
  const env = { WASSETTE_SECRETS_DIR: folder, WASSETTE_SECRET_STORE: 'file' }
  const run = (args: readonly string[], more: FakeSurroundings = {}) => {
    const components = new FakeComponents([{ id: 'first', tools: [] }])
    return runFakeCli(['secret', ...args], { components, env, ...more })
  }
  return { run, env, file: join(folder, 'first.yaml') }
}

describe('secret set', () => {
  it('says what Wassette says, and nothing of the values', async (t) => {
    const { run, file } = await surroundings(t)
    const { exitCode, stdout, stderr } = await run(['set', 'first', `A=${ONE}`, `B=${TWO}=2`])
    assert.equal(exitCode, 0)
    assert.equal(
      stdout,
      '{\n  "status": "success",\n  "component_id": "first",\n  "message": "Set 2 secret(s) for component"\n}\n',
    )
    assert.equal(stderr, '')
    assert.equal(await readFile(file, 'utf8'), `A: "${ONE}"\nB: "${TWO}=2"\n`)
  })

  it('refuses a component that is not there', async (t) => {
    const { run } = await surroundings(t)
    const { exitCode, stdout, stderr } = await run(['set', 'other', `A=${ONE}`])
    assert.deepEqual([exitCode, stdout], [1, ''])
    assert.match(stderr, /^Error: Component not found: 'other'/)
  })

  it('reads a value from stdin as it is', async (t) => {
    const { run, file } = await surroundings(t)
    assert.equal((await run(['set', 'first', 'A'], { stdin: `env:${ONE}\nreference\n` })).exitCode, 0)
    assert.equal(await readFile(file, 'utf8'), `A: "env:${ONE}\\nreference"\n`)
    assert.equal((await run(['set', 'first', 'A'], { stdin: 'env:NAME' })).exitCode, 0)
    assert.equal(await readFile(file, 'utf8'), 'A: "literal:env:NAME"\n')
  })

  it('asks for a value on a terminal and shows nothing of it', async (t) => {
    const { run, file } = await surroundings(t)
    const modes: boolean[] = []
    const onRawMode = (isRaw: boolean) => void modes.push(isRaw)
    const { stderr } = await run(['set', 'first', 'A'], { stdin: `${ONE}x\u007F!\r`, onRawMode })
    assert.equal(stderr, 'Value of A (not shown): \n')
    assert.deepEqual(modes, [true, false])
    assert.equal(await readFile(file, 'utf8'), `A: "${ONE}!"\n`)
  })

  it('can be left with Ctrl-C', async (t) => {
    const { run } = await surroundings(t)
    const { exitCode, stderr } = await run(['set', 'first', 'A'], {
      stdin: `${ONE}\u0003`,
      onRawMode: () => {},
    })
    assert.equal(exitCode, 130)
    assert.match(stderr, /Cancelled\./)
  })

  it('wants a value, and one only from stdin', async (t) => {
    const { run } = await surroundings(t)
    assert.equal((await run(['set', 'first', 'A'])).exitCode, 1)
    assert.equal((await run(['set', 'first', 'A', 'B'], { stdin: 'x' })).exitCode, 2)
    assert.equal((await run(['set', 'first'])).exitCode, 2)
  })

  it('warns when there was no keychain to put it into', async (t) => {
    const { run, env } = await surroundings(t)
    const { exitCode, stderr } = await run(['set', 'first', `A=${ONE}`], {
      env: { ...env, WASSETTE_SECRET_STORE: 'auto' },
    })
    assert.equal(exitCode, 0)
    assert.match(stderr, /^Warning: No keychain was found: the values lie in '.*first\.yaml'/)
  })
})

const REFERENCES = ['env:HOME', 'file:/any/file', 'file:///any/file', 'keychain:other/account']

describe('secret set of what its caller need not know', () => {
  for (const reference of REFERENCES) {
    it(`needs a person: ${reference}`, async (t) => {
      const { run, file } = await surroundings(t)
      const set = ['set', 'first', `A=${ONE}`, `B=${reference}`]
      for (const surrounding of [{}, { stdin: 'y\n' }, { answer: 'n\n' }]) {
        for (const flags of [[], ['--yes']]) {
          assert.equal((await run([...set, ...flags], surrounding)).exitCode, 1)
          await assert.rejects(readFile(file), { code: 'ENOENT' })
        }
      }
      const { exitCode, asked } = await run(set, { answer: 'y\n' })
      assert.equal(exitCode, 0)
      assert.ok(
        asked.startsWith(`The component "first" may then see what is in "${reference}" as "B".\n`),
        asked,
      )
      // What is there already is nothing new.
      assert.equal((await run(set)).exitCode, 0)
      assert.equal((await run(['set', 'first', `C=${reference}`])).exitCode, 1)
    })
  }

  it('shows the hosts that it goes to', async (t) => {
    const { run } = await surroundings(t)
    const { asked } = await run(['set', 'first', 'A=env:NAME', '--host', 'x.example'], { answer: 'y\n' })
    assert.match(
      asked,
      /^The component "first" may then send what is in "env:NAME" as "A" to "x\.example"\.\n/,
    )
  })

  it('needs a person for other hosts than it is bound to, and for none that narrow', async (t) => {
    const { run, file } = await surroundings(t)
    const set = ['set', 'first', `A=${ONE}`]
    const bind = (...hosts: string[]) => set.concat(hosts.flatMap((host) => ['--host', host]))
    assert.equal((await run(['set', 'first', `A=${ONE}`])).exitCode, 0)
    assert.equal((await run(bind('a.example', 'b.example'))).exitCode, 0)
    const before = await hostsOf(run)
    for (const hosts of [['evil.example'], ['a.example', 'evil.example'], ['*.example']]) {
      for (const flags of [[], ['--yes']]) {
        assert.equal((await run([...bind(...hosts), ...flags])).exitCode, 1)
      }
    }
    assert.deepEqual(await hostsOf(run), before)
    assert.equal((await run(bind('a.example'))).exitCode, 0)
    assert.equal((await run(['set', 'first', `A=${TWO}`])).exitCode, 0)
    assert.deepEqual(await hostsOf(run), ['a.example'])
    assert.equal(await readFile(file, 'utf8'), `A: "${TWO}"\n`)
    const { exitCode, asked } = await run(bind('c.example'), { answer: 'y\n' })
    assert.equal(exitCode, 0)
    assert.match(
      asked,
      /^The component "first" may then send "A" to "c\.example" instead of "a\.example"\.\n/,
    )
  })
})

async function hostsOf(run: (args: readonly string[]) => Promise<{ readonly stdout: string }>) {
  return JSON.parse((await run(['list', 'first'])).stdout).secrets[0].hosts
}

describe('secret list', () => {
  it('shows keys alone, and where values come from', async (t) => {
    const { run } = await surroundings(t)
    await run(['set', 'first', `A=${ONE}`, 'B=env:NAME'], { answer: 'y\n' })
    await run(['set', 'first', `C=${TWO}`, '--host', 'api.example.com'])
    const { stdout } = await run(['list', 'first'])
    assert.deepEqual(JSON.parse(stdout), {
      component_id: 'first',
      secrets: [{ key: 'A' }, { key: 'B', reference: 'env:NAME' }, { key: 'C', hosts: ['api.example.com'] }],
    })
  })

  it('shows values to a person at the terminal, whatever comes by stdin', async (t) => {
    const { run } = await surroundings(t)
    await run(['set', 'first', `A=${ONE}`])
    const shown = await run(['list', 'first', '--show-values'], { answer: 'y\n' })
    assert.deepEqual(JSON.parse(shown.stdout).secrets, [{ key: 'A', value: ONE }])
    assert.match(shown.asked, /^The values of the secrets of "first" are then shown\.\nAllow it\? \[y\/N\]: /)
    for (const answer of ['n\n', '\n', '', undefined]) {
      for (const flags of [[], ['--yes']]) {
        const given = { stdin: 'y\n', ...(answer !== undefined && { answer }) }
        const { exitCode, stdout } = await run(['list', 'first', '--show-values', ...flags], given)
        assert.deepEqual([exitCode, stdout], [1, ''])
      }
    }
  })

  it('is empty for a component without secrets', async (t) => {
    const { run } = await surroundings(t)
    const { exitCode, stdout } = await run(['list', 'other', '-o', 'yaml'])
    assert.deepEqual([exitCode, stdout], [0, 'component_id: other\nsecrets: []\n'])
  })
})

describe('secret delete', () => {
  it('says how many went', async (t) => {
    const { run } = await surroundings(t)
    await run(['set', 'first', `A=${ONE}`, `B=${TWO}`])
    const { exitCode, stdout } = await run(['delete', 'first', 'A', 'C'])
    assert.equal(exitCode, 0)
    assert.deepEqual(JSON.parse(stdout), {
      status: 'success',
      component_id: 'first',
      message: 'Deleted 1 secret(s) from component',
    })
  })

  it('fails without a file', async (t) => {
    const { run } = await surroundings(t)
    const { exitCode, stderr } = await run(['delete', 'first', 'A'])
    assert.equal(exitCode, 1)
    assert.equal(stderr, 'Error: No secrets file found for component: first\n')
  })
})
