import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it, type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'

import type { CallResult, Components } from '#components'
import { loadConfig, Redactor, SILENT_LOGGER } from '#platform'

import { composeComponents, composeSecrets } from '../../src/compose.ts'
import { buildGuest } from '../../tools/build-guests/build-guest.ts'
import { findGuests } from '../../tools/build-guests/guest-folder.ts'
import { isAvailable } from '../../tools/build-guests/guest-store.ts'
import { guestPath } from '../helpers/guest.ts'
import { temporaryFolder } from '../helpers/temporary-folder.ts'

interface ExampleCall {
  readonly tool: string
  readonly args: object
  readonly result: CallResult
}

const returned = (value: unknown): CallResult => ({
  kind: 'returned',
  json: JSON.stringify(value),
  isError: false,
})
const call = (tool: string, args: object, result: CallResult): ExampleCall => ({ tool, args, result })

const add = call('add', { a: 1, b: 2 }, returned(3))
const pass = call('pass', {}, returned(true))

/** A call of each guest that shows it at work; what is peculiar about a guest is tested where it belongs. */
const EXAMPLES: Readonly<Record<string, ExampleCall>> = {
  'adds-12mb': add,
  'adds-1mb': add,
  'adds-3mb': add,
  'adds-quickjs': add,
  'adds-spidermonkey': add,
  'big-result': call('make-string', { bytes: 3 }, returned('aaa')),
  'calls-the-rest': call(
    'clocks-and-random',
    {},
    returned([
      'ready-early false',
      'ready true',
      'waited true',
      'random-differs true',
      'insecure-differs true',
    ]),
  ),
  'calls-the-rest-async': call(
    'surroundings',
    {},
    returned([
      'environment []',
      'arguments []',
      'cwd None',
      'terminals (false, false, false)',
      'stdout Ok(())',
      'stderr Ok(())',
      'waited true',
      'resolutions (1, 1000000)',
      'after-2020 true',
      'lengths (3, 4)',
      'random-differs true',
      'one-seed true',
    ]),
  ),
  'carries-secrets': call('tell', { key: 'NONE' }, returned(null)),
  charcount: call('count-characters', { text: '👩‍🚀' }, returned(3)),
  chatty: call('write-stdout', { bytes: 100 }, returned(128)),
  'checks-sums-c': call('split-lines', { text: 'a\nb' }, returned({ ok: ['a', 'b'] })),
  'counts-words-go': call(
    'test_counts-words-go_words_count-words',
    { text: 'b A a' },
    returned([
      { word: 'a', count: 2 },
      { word: 'b', count: 1 },
    ]),
  ),
  'evaluates-python': call('eval', { expression: '2 ** 64' }, returned({ ok: '18446744073709551616' })),
  dials: call('resolve', { name: '10.0.0.1' }, returned({ ok: ['10.0.0.1'] })),
  'every-type': call('echo-u64', { value: '18446744073709551615' }, returned('18446744073709551615')),
  exits: pass,
  fetches: call('fetch-many', { authority: '127.0.0.1', paths: [] }, returned([])),
  'fetches-async': call('resolve', { name: '10.0.0.1' }, returned({ ok: ['10.0.0.1'] })),
  'goes-on': pass,
  grows: call('grow', { limit: 100 }, returned(100)),
  'hostile-names': call('constructor', { constructor: 0 }, returned(5)),
  keeps: call(
    'recall',
    { bucket: 'b'.repeat(129), key: 'a' },
    { kind: 'returned', json: '{"err":"no-such-store"}', isError: true },
  ),
  'loud-name': call('parse-html', { value: 7 }, returned(7)),
  'many-exports': call('add-9999', { value: 1 }, returned(10_000)),
  'reserved-name': call('arguments', { value: 7 }, returned(7)),
  'returns-resource': add,
  'returns-stream': add,
  sleeps: pass,
  spins: pass,
  stateful: call('count-calls', {}, returned(1)),
  thenable: call('then', { value: 1 }, returned(1)),
  traps: pass,
  'tries-files': call('open-folders', { directory: '/', path: '.', times: 3 }, returned(3)),
  'uses-files-async': call('list-names', { directory: '/', path: '.' }, returned({ ok: [] })),
  'waits-async': call('add-later', { a: 1, b: 2 }, returned(3)),
  'wasi-all': call('get-arguments', {}, returned([])),
}

describe('guests', async () => {
  const guests = await findGuests()

  it('all have a test here', () => {
    assert.deepEqual(Object.keys(EXAMPLES).toSorted(), guests.map(({ name }) => name).toSorted())
  })

  for (const guest of guests.filter(({ recipe }) => recipe === 'core-text')) {
    it(`${guest.name} is committed as its sources build it`, async () => {
      assert.ok(Buffer.from(await buildGuest(guest)).equals(await readFile(await guestPath(guest.name))))
    })
  }

  for (const guest of guests) {
    const example = EXAMPLES[guest.name]
    if (example === undefined || !(await isAvailable(guest))) continue
    it(`${guest.name} can be loaded and called`, async (t) => {
      const components = await openComponents(t)
      await components.load(await referenceOf(guest.name))
      assert.deepEqual(await components.call(example.tool, example.args), example.result)
    })
  }
})

async function openComponents(context: TestContext): Promise<Components> {
  const folder = await temporaryFolder(context)
  const config = await loadConfig({}, { HOME: folder })
  const components = await composeComponents(config, {
    logger: SILENT_LOGGER,
    secrets: composeSecrets(config, { logger: SILENT_LOGGER, redactor: new Redactor() }),
  })
  context.after(() => components.close())
  return components
}

async function referenceOf(guest: string): Promise<string> {
  return pathToFileURL(await guestPath(guest)).href
}
