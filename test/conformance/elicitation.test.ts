import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { type Answer, connectClient, ERAS, type Era, type Question } from '../helpers/connect-client.ts'
import { FAKE_SERVER } from '../helpers/fake-server-command.ts'

const CHOICES = ['allow once', 'allow for an hour', 'allow until revoked', 'refuse']
const ASKED = { component_id: 'first', details: { host: '*.x.com' } }

for (const era of ERAS) {
  describe(`a person at a client of ${era}`, () => {
    it('is shown exactly what would be allowed, and for how long', async () => {
      const { questions } = await grant(era, { action: 'cancel' })
      assert.deepEqual(questions, [
        {
          message:
            'The component "first" asks for permission to connect to every host that ends with ".x.com" ' +
            'by http and https on every port.',
          choices: CHOICES,
        },
      ])
    })

    for (const [choice, lasts] of [
      ['allow once', 'for the next call'],
      ['allow until revoked', undefined],
    ] as const) {
      it(`grants with '${choice}'`, async () => {
        const { answer, isError } = await grant(era, accept(choice))
        assert.equal(isError, false)
        assert.equal(answer['status'], 'permission granted successfully')
        assert.equal(answer['lasts'], lasts)
      })
    }

    it('grants for an hour', async () => {
      const { answer } = await grant(era, accept('allow for an hour'))
      const ends = Date.parse(String(answer['lasts']).replace('until ', ''))
      assert.ok(Math.abs(ends - Date.now() - 3_600_000) < 600_000)
    })

    for (const [name, response] of [
      ['refuses', accept('refuse')],
      ['declines', { action: 'decline' }],
    ] as const) {
      it(`grants nothing when the person ${name}`, async () => {
        const { answer, isError } = await grant(era, response)
        assert.equal(isError, true)
        assert.equal(answer['status'], 'permission denied')
      })
    }

    for (const [name, response] of [
      ['closes the question', { action: 'cancel' }],
      ['answers something else', accept('yes, and everything else too')],
      ['answers nothing', { action: 'accept', content: {} }],
    ] as const) {
      it(`leaves the request pending when the person ${name}`, async () => {
        const { answer, isError } = await grant(era, response)
        assert.equal(isError, true)
        assert.equal(answer['status'], 'permission pending')
      })
    }
  })

  describe(`a client of ${era} that cannot ask`, () => {
    it('is told that a person has to decide', async () => {
      await using connection = await connectClient([...FAKE_SERVER, 'run'], { era })
      const result = await connection.client.callTool({ name: 'grant-network-permission', arguments: ASKED })
      assert.equal(result.isError, true)
      assert.match(JSON.stringify(result.content), /wassette permission approve/)
    })
  })
}

function accept(decision: string): Answer {
  return { action: 'accept', content: { decision } }
}

async function grant(era: Era, response: Answer) {
  const questions: Question[] = []
  await using connection = await connectClient([...FAKE_SERVER, 'run'], {
    era,
    onQuestion(question) {
      questions.push(question)
      return response
    },
  })
  const result = await connection.client.callTool({ name: 'grant-network-permission', arguments: ASKED })
  const [block] = result.content
  const answer: Record<string, unknown> = JSON.parse(block?.type === 'text' ? block.text : '')
  return { questions, answer, isError: result.isError ?? false }
}
