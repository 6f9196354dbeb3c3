import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { hostileComponent } from '../../../helpers/hostile-glue.ts'
import { recordingLogger } from '../../../helpers/recording-logger.ts'

/** What a process that is not to be trusted any more writes to the host while a call waits for its answer. */
const GARBAGE: Readonly<Record<string, string>> = {
  'bytes that are no frame': `send(Buffer.alloc(100_000, 'x'))`,
  'a frame longer than one of its kind may be': `send(frame('state', Buffer.alloc(10), 64 * 1024 * 1024))`,
  'an empty frame': `send(frame('ready', Buffer.alloc(0)))`,
  'a frame that is JSON': `send(frame('ready', Buffer.from('{"kind":"ready"}')))`,
  'a structured clone': `send(frame('ready', serialize({ kind: 'ready' })))`,
  'a message whose end is missing': `send(frame('dropped', data({ id: 1 }).subarray(0, -1)))`,
  'a message with something after it': `send(frame('dropped', Buffer.concat([data({ id: 1 }), data(1)])))`,
  'a message of no kind': `send(frame('grant', data({ id: 1 })))`,
  'a message that brings its kind': `send(frame('ready', data({ kind: 'dropped', id: 1 })))`,
  'a message within messages': `send(frame('egress', Buffer.concat([Buffer.alloc(40, Buffer.from([12, 1])), Buffer.from([1])])))`,
  'an answer without an id': `say({ kind: 'returned', bytes: new Uint8Array(1) })`,
  'a list of answers': `send(frame('returned', data([{ id: 1, bytes: new Uint8Array(1) }])))`,
  'a list that is only announced': `send(frame('egress', Buffer.from([12, 255, 255, 255, 255, 127])))`,
  'a list of a million lists': `send(frame('state', Buffer.concat([Buffer.from([12, 192, 132, 61]), Buffer.alloc(2_000_000, Buffer.from([12, 0]))])))`,
  'a failure of 60 MB': `say({ kind: 'failed', id: 1, reason: 'trap', message: 'x'.repeat(60_000_000) })`,
  'a failure that turns text around 30 million times': `say({ kind: 'failed', id: 1, reason: 'trap', message: '\\u202e'.repeat(30_000_000) })`,
  'a line of 30 MB': `say({ kind: 'output', id: 1, stream: 'stdout', text: 'x'.repeat(30_000_000) })`,
  'an answer of 64 MiB that is nothing': `send(frame('returned', Buffer.alloc(64 * 1024 * 1024 - 1)))`,
}

describe('a sandbox process that lies', () => {
  it('is killed for each kind of garbage, and the next call gets a process of its own', async (t) => {
    const attacks = Object.entries(GARBAGE)
    const functions = attacks.map(([, attack], index) => [
      `attack${index}`,
      `async () => { ${attack}; await wait() }`,
    ])
    const component = await hostileComponent(t, Object.fromEntries(functions))
    for (const [index, [what]] of attacks.entries()) {
      assert.equal((await component.call(`attack${index}`)).kind, 'crashed', what)
    }
    assert.deepEqual(await component.call('pass'), { kind: 'returned', value: true })
  })

  it('cannot answer calls that nobody made', async (t) => {
    const component = await hostileComponent(t, {
      attack: `async () => { for (const id of [-1, 0, 2, 99, Number.MAX_SAFE_INTEGER]) answer(id, 'forged') }`,
    })
    assert.deepEqual(await component.call('attack'), { kind: 'returned', value: undefined })
    assert.deepEqual(await component.call('pass'), { kind: 'returned', value: true })
  })

  it('gets one answer to a call across, the first', async (t) => {
    const component = await hostileComponent(t, {
      attack: `() => { for (const value of [1, 2, 3]) answer(1, value); return 4 }`,
    })
    assert.deepEqual(await component.call('attack'), { kind: 'returned', value: 1 })
    assert.deepEqual(await component.call('pass'), { kind: 'returned', value: true })
  })

  it('ends its own calls only when it ends itself', async (t) => {
    const component = await hostileComponent(t, { attack: '() => process.exit(0)' })
    const outcome = await component.call('attack')
    assert.equal(outcome.kind, 'crashed')
    assert.deepEqual(await component.call('pass'), { kind: 'returned', value: true })
  })

  it('fails the call, not the host, with a value that cannot be sent', async (t) => {
    const component = await hostileComponent(t, {
      symbol: '() => Symbol()',
      function: '() => () => {}',
      huge: '() => new Uint8Array(100_000_000)',
    })
    assert.equal((await component.call('symbol')).kind, 'trapped')
    assert.equal((await component.call('function')).kind, 'trapped')
    assert.equal((await component.call('huge')).kind, 'limit')
    assert.deepEqual(await component.call('pass'), { kind: 'returned', value: true })
  })

  it('cannot flood the log with lines of one character', async (t) => {
    const logger = recordingLogger()
    const attack = `() => { for (let line = 0; line < 5_000; line++) say({ kind: 'output', id: 1, stream: 'stdout', text: '' }) }`
    const limits = { outputBytes: 10_000, outputLines: 10 }
    const component = await hostileComponent(t, { attack }, { logger, limits })
    await component.call('attack')
    assert.ok(logger.lines.length < 20, `${logger.lines.length} lines were logged`)
  })

  it('cannot flood the log', async (t) => {
    const logger = recordingLogger()
    const component = await hostileComponent(
      t,
      {
        attack: `() => { for (let line = 0; line < 5_000; line++) say({ kind: 'output', id: 1, stream: 'stdout', text: 'x'.repeat(100) }) }`,
        stranger: `() => { for (let line = 0; line < 5_000; line++) say({ kind: 'output', id: 77, stream: 'stdout', text: 'x'.repeat(100) }) }`,
      },
      { logger, limits: { outputBytes: 10_000 } },
    )
    await component.call('attack')
    await component.call('stranger')
    const logged = logger.lines.map(({ message }) => message).join('')
    assert.ok(logged.length < 25_000, `${logged.length} characters were logged`)
  })
})

describe('what a sandbox process says about itself', () => {
  it('goes to the log once, bounded, and not to the caller', async (t) => {
    const logger = recordingLogger()
    const component = await hostileComponent(
      t,
      {
        attack: `() => { fs.writeSync(2, 'a secret path\\n'.repeat(20_000)); process.abort() }`,
      },
      { logger },
    )
    const outcome = await component.call('attack')
    assert.equal(outcome.kind, 'crashed')
    assert.doesNotMatch(JSON.stringify(outcome), /a secret path/)
    const lines = logger.lines.filter(({ fields }) => JSON.stringify(fields).includes('a secret path'))
    assert.equal(lines.length, 1)
    assert.ok(JSON.stringify(lines).length < 80_000)
  })

  it('goes to the log when it is only a warning', async (t) => {
    const logger = recordingLogger()
    const component = await hostileComponent(
      t,
      {
        attack: `async () => { process.emitWarning('this is odd'); await null; setImmediate(() => process.exit(3)); await wait() }`,
      },
      { logger },
    )
    await component.call('attack')
    assert.match(JSON.stringify(logger.lines), /this is odd/)
  })
})
