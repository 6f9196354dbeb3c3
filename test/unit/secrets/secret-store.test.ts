import assert from 'node:assert/strict'
import { chmod, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { type AuditEvent, Redactor } from '#platform'
import { type Keychain, SecretStore, type SecretStoreSettings } from '#secrets'

import { recordingLogger } from '../../helpers/recording-logger.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { planted } from '../../helpers/planted.ts'

async function open(t: TestContext, settings: Partial<SecretStoreSettings> = {}) {
  const folder = join(await temporaryFolder(t), 'secrets')
  const [redactor, logger] = [new Redactor(), recordingLogger()]
  const events: AuditEvent[] = []
  const audit = { record: (event: AuditEvent) => void events.push(event), close: async () => {} }
  const parts = { folder, store: 'file', environment: {}, redactor, logger, audit, ...settings } as const
  const store = new SecretStore({ findKeychain: async () => null, ...parts })
  return { folder, store, redactor, logger, events, file: join(folder, 'first.yaml') }
}

const [VALUE, TOKEN, FROM_FILE] = [planted('value'), planted('variable'), planted('file')]

const literal = (key: string, text: string) => ({ key, text, isReference: false })
const given = (key: string, text: string) => ({ key, text, isReference: true })

async function values(store: SecretStore, id = 'first'): Promise<Record<string, string>> {
  const found = await store.valuesFor(id)
  return Object.fromEntries([...found.values()].map(({ key, value }) => [key, value]))
}

function memoryKeychain(items = new Map<string, string>()): Keychain & { items: Map<string, string> } {
  return {
    items,
    name: 'memory',
    read: async ({ service, account }) => items.get(`${service}/${account}`) ?? null,
    write: async ({ service, account }, value) => void items.set(`${service}/${account}`, value),
    remove: async ({ service, account }) => void items.delete(`${service}/${account}`),
  }
}

describe('SecretStore', () => {
  it("writes Wassette's file, which nobody else can read", async (t) => {
    const { folder, store, file } = await open(t)
    await store.set('first', [given('API_KEY', 'abc'), given('PORT', '8080')])
    assert.equal(await readFile(file, 'utf8'), 'API_KEY: "abc"\nPORT: "8080"\n')
    assert.equal((await stat(folder)).mode & 0o777, 0o700)
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    await chmod(folder, 0o755)
    await chmod(file, 0o644)
    await store.list('first')
    assert.equal((await stat(folder)).mode & 0o777, 0o700)
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    assert.deepEqual(await readdir(folder), ['first.yaml', 'hosts'])
  })

  it('reads what Wassette or a person wrote, and keeps the comments', async (t) => {
    const { folder, store, file } = await open(t)
    await mkdir(folder)
    await writeFile(file, '# mine\nA: yes\nB: 0123\nC: "x: y"\nD: |\n  two\n  lines\n')
    assert.deepEqual(await values(store), { A: 'yes', B: '0123', C: 'x: y', D: 'two\nlines\n' })
    await store.set('first', [given('A', 'no')])
    assert.match(await readFile(file, 'utf8'), /^# mine\nA: "no"\nB: 0123\n/)
  })

  it('keeps every value as it is', async (t) => {
    const { store } = await open(t)
    const odd = ['', ' ', 'a\nb\r\n', '# no comment', '*alias', '"', 'ä😀\u0007', 'env:HOME', 'literal:x']
    await store.set(
      'first',
      odd.map((text, index) => literal(`K${index}`, text)),
    )
    assert.deepEqual(Object.values(await values(store)), odd)
  })

  it('knows nothing of a component without a file', async (t) => {
    const { store } = await open(t)
    assert.deepEqual(await store.list('first'), [])
    assert.equal(await store.remove('first', ['A']), null)
    assert.deepEqual(await values(store), {})
  })

  it('removes what is there and counts it', async (t) => {
    const { store } = await open(t)
    await store.set('first', [given('A', '1'), given('B', '2')])
    assert.equal(await store.remove('first', ['A', 'A', 'C']), 1)
    assert.deepEqual(await values(store), { B: '2' })
  })

  it('resolves references when they are used', async (t) => {
    const { store, folder } = await open(t, { environment: { TOKEN } })
    const file = join(folder, 'token')
    await store.set('first', [given('A', 'env:TOKEN'), given('B', `file:${file}`)])
    assert.deepEqual(await values(store), { A: TOKEN })
    const before = await store.etag('first')
    await writeFile(file, `${FROM_FILE}\n`)
    assert.deepEqual(await values(store), { A: TOKEN, B: FROM_FILE })
    assert.notEqual(await store.etag('first'), before)
  })

  it('leaves one without a value out and says why, without the value of another', async (t) => {
    const { store, logger } = await open(t)
    await store.set('first', [given('A', 'env:NOT_SET'), given('B', VALUE)])
    assert.deepEqual(await values(store), { B: VALUE })
    assert.match(JSON.stringify(logger.lines), /'NOT_SET' is not set/)
  })

  it('names the line of a damaged file and quotes nothing of it', async (t) => {
    const { folder, store, file } = await open(t)
    await mkdir(folder)
    for (const text of [
      `A: 1\nB: {${VALUE}: 2}\n`,
      `A: 1\nB: "${VALUE}`,
      `A: 1\nA: ${VALUE}`,
      `A: 1\nB: *${VALUE}`,
    ]) {
      await writeFile(file, text)
      await assert.rejects(store.valuesFor('first'), (error: Error & { code: string }) => {
        assert.equal(error.code, 'SECRETS_INVALID')
        assert.match(error.message, /Fix line [12] of '.*first\.yaml'/)
        assert.ok(!error.message.includes(VALUE))
        return true
      })
    }
  })

  it('refuses keys and hosts that are none, without quoting what may be a value', async (t) => {
    const { store } = await open(t)
    await assert.rejects(store.set('first', [given('my secret', 'x')]), (error: Error & { code: string }) => {
      assert.equal(error.code, 'SECRET_KEY_INVALID')
      assert.doesNotMatch(error.message, /my secret/)
      return true
    })
    await assert.rejects(store.set('first', [given('A', VALUE)], { hosts: ['a/b'] }), {
      code: 'SECRET_HOST_INVALID',
    })
  })

  it('binds to hosts and stays bound when the value changes', async (t) => {
    const { store, folder } = await open(t)
    await store.set('first', [given('A', 'old')], { hosts: ['api.example.com', '*.example.org'] })
    await store.set('first', [given('A', 'new')])
    assert.deepEqual((await store.valuesFor('first')).get('A'), {
      key: 'A',
      value: 'new',
      hosts: ['api.example.com', '*.example.org'],
    })
    const hostsFile = join(folder, 'hosts', 'first.yaml')
    assert.equal((await stat(hostsFile)).mode & 0o777, 0o600)
    await store.remove('first', ['A'])
    await store.set('first', [given('A', 'free')])
    assert.equal((await store.valuesFor('first')).get('A')?.hosts, null)
    await writeFile(hostsFile, 'A: everywhere')
    await assert.rejects(store.valuesFor('first'), { code: 'SECRETS_INVALID' })
  })

  it('says by its etag that another process changed something', async (t) => {
    const { store, file } = await open(t)
    const none = await store.etag('first')
    await store.set('first', [given('A', '1')])
    const one = await store.etag('first')
    assert.notEqual(one, none)
    assert.equal(await store.etag('first'), one)
    await utimes(file, new Date(0), new Date(0))
    assert.notEqual(await store.etag('first'), one)
    await rm(file)
    assert.equal((await store.etag('first')).startsWith('-'), true)
  })

  it('lets many write at the same time and loses nothing', async (t) => {
    const { store } = await open(t)
    const keys = Array.from({ length: 8 }, (_, index) => `K${index}`)
    await Promise.all(keys.map((key) => store.set('first', [given(key, 'value')])))
    assert.deepEqual(Object.keys(await values(store)).toSorted(), keys)
  })

  it('records keys and never values', async (t) => {
    const { store, events } = await open(t)
    await store.set('first', [given('A', VALUE), given('B', VALUE)])
    await store.remove('first', ['A', 'C'])
    const subject = { kind: 'secret', component: 'first', digest: null, principal: 'operator' }
    assert.deepEqual(events, [
      { ...subject, change: 'set', keys: ['A', 'B'] },
      { ...subject, change: 'deleted', keys: ['A'] },
    ])
  })

  it('tells the redactor every value', async (t) => {
    const { store, redactor } = await open(t, { environment: { TOKEN } })
    await store.set('first', [given('A', VALUE), given('B', 'env:TOKEN')])
    assert.equal(redactor.redact(`${VALUE} ${TOKEN}`), `[redacted] ${TOKEN}`)
    await store.valuesFor('first')
    assert.equal(redactor.redact(`${VALUE} ${TOKEN}`), '[redacted] [redacted]')
  })
})

describe('SecretStore with a keychain', () => {
  it('keeps values there and a reference in the file', async (t) => {
    const keychain = memoryKeychain()
    const { store, file } = await open(t, { store: 'auto', findKeychain: async () => keychain })
    assert.equal(await store.set('first', [given('A', VALUE)]), null)
    assert.equal(await readFile(file, 'utf8'), 'A: "keychain:wassette/first/A"\n')
    assert.deepEqual(await values(store), { A: VALUE })
    await store.remove('first', ['A'])
    assert.equal(keychain.items.size, 0)
  })

  it('never removes what it did not put there', async (t) => {
    const keychain = memoryKeychain(new Map([['mail/me', VALUE]]))
    const { store } = await open(t, { store: 'auto', findKeychain: async () => keychain })
    await store.set('first', [given('A', 'keychain:mail/me')])
    assert.deepEqual(await values(store), { A: VALUE })
    await store.remove('first', ['A'])
    assert.equal(keychain.items.size, 1)
  })

  it('falls back to the file with a warning, or fails when only the keychain will do', async (t) => {
    const { store, file } = await open(t, { store: 'auto' })
    assert.match((await store.set('first', [given('A', VALUE)])) ?? '', /No keychain was found.*first\.yaml/)
    assert.equal(await readFile(file, 'utf8'), `A: "${VALUE}"\n`)
    await assert.rejects(store.set('first', [given('A', VALUE)], { store: 'keychain' }), {
      code: 'KEYCHAIN_FAILED',
    })
  })
})
