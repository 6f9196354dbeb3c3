import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { FakeComponents, greetTool } from '../../../../helpers/fake-components.ts'
import { runFakeCli } from '../../../../helpers/run-fake-cli.ts'

const INSTALLED = { id: 'first', tools: [greetTool('greet')] }

describe('component load', () => {
  it('prints what was loaded', async () => {
    const { exitCode, stdout } = await runFakeCli(['component', 'load', 'oci://registry/greet:1'])
    assert.equal(exitCode, 0)
    assert.equal(
      stdout,
      '{\n  "status": "component loaded successfully",\n  "id": "loaded",\n  "tools": [\n    "loaded_greet"\n  ]\n}\n',
    )
  })

  it('says why it failed', async () => {
    const components = new FakeComponents([], { load: () => Promise.reject(new Error('No such file')) })
    const { exitCode, stdout, stderr } = await runFakeCli(['component', 'load', 'file:///x.wasm'], {
      components,
    })
    assert.equal(exitCode, 1)
    assert.equal(stdout, '')
    assert.equal(stderr, 'Error: Failed to load component: file:///x.wasm. Error: No such file\n')
  })

  it('asks for the reference', async () => {
    assert.equal((await runFakeCli(['component', 'load'])).exitCode, 2)
  })
})

describe('component unload', () => {
  it('removes the component', async () => {
    const components = new FakeComponents([INSTALLED])
    const { exitCode, stdout } = await runFakeCli(['component', 'unload', 'first'], { components })
    assert.equal(exitCode, 0)
    assert.deepEqual(JSON.parse(stdout), { status: 'component unloaded successfully', id: 'first' })
    assert.deepEqual(components.list(), [])
  })

  it('is content when there is none of that id', async () => {
    const { exitCode, stdout } = await runFakeCli(['component', 'unload', 'first'])
    assert.equal(exitCode, 0)
    assert.deepEqual(JSON.parse(stdout), {
      status: 'component unloaded successfully',
      id: 'first',
      message: "No component 'first' was loaded",
    })
  })
})

describe('component list', () => {
  it('prints indented JSON unless told otherwise', async () => {
    const { exitCode, stdout } = await runFakeCli(['component', 'list'])
    assert.equal(exitCode, 0)
    assert.equal(stdout, '{\n  "components": [],\n  "total": 0\n}\n')
  })

  it('waits until the components of the folder are known', async () => {
    const components = new FakeComponents([INSTALLED])
    await runFakeCli(['component', 'list'], { components })
    assert.ok(components.isSettled)
  })

  it('prints YAML and tables', async () => {
    const components = new FakeComponents([INSTALLED])
    const yaml = await runFakeCli(['component', 'list', '-o', 'yaml'], { components })
    assert.match(yaml.stdout, /^components:\n {2}- id: first\n {4}tools_count: 1\n/)
    const table = await runFakeCli(['component', 'list', '--output-format', 'table'], { components })
    assert.match(table.stdout, /^ID {20}\| Tools Count\n-{22}\|-{13}\nfirst {17}\| 1\n$/)
  })

  it('refuses other formats', async () => {
    assert.equal((await runFakeCli(['component', 'list', '-o', 'xml'])).exitCode, 2)
  })
})
