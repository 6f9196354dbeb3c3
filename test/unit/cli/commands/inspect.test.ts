import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { FakeComponents, greetTool } from '../../../helpers/fake-components.ts'
import { runFakeCli } from '../../../helpers/run-fake-cli.ts'

describe('inspect', () => {
  it('prints the schemas of each tool', async () => {
    const silent = { name: 'silent', description: 'Says "nothing"', inputSchema: { type: 'object' } }
    const components = new FakeComponents([{ id: 'first', tools: [greetTool('greet'), silent] }])
    const { exitCode, stdout } = await runFakeCli(['inspect', 'first'], { components })
    assert.equal(exitCode, 0)
    const { inputSchema, outputSchema } = greetTool('greet')
    assert.equal(
      stdout,
      [
        'greet, Some("Greets somebody by greet")',
        `input schema: ${JSON.stringify(inputSchema, null, 2)}`,
        `output schema: ${JSON.stringify(outputSchema, null, 2)}`,
        'silent, Some("Says \\"nothing\\"")',
        'input schema: {\n  "type": "object"\n}',
        'output schema: null\n',
      ].join('\n'),
    )
  })

  it('names the next step when there is no such component', async () => {
    const { exitCode, stderr } = await runFakeCli(['inspect', 'nothing'])
    assert.equal(exitCode, 1)
    assert.equal(stderr, "Component 'nothing' not found. Use 'component load' to load the component first.\n")
  })
})
