import assert from 'node:assert/strict'
import { appendFileSync } from 'node:fs'
import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { decideEnvironment, decideNetwork, describeObstacles, networkAttemptOf, PolicyStore } from '#policy'

import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const X = { kind: 'network', host: 'x.com' } as const
const HTTPS_X = networkAttemptOf('https://x.com/')

describe('PolicyStore', () => {
  it('allows nothing where there is no file', async (context) => {
    const { store } = await openStore(context)
    assert.equal(await kindOfX(store), 'denied')
    assert.equal(await store.info('a'), null)
  })

  it('grants, and another store sees it', async (context) => {
    const { store, folder } = await openStore(context)
    await store.grant('a', X)
    assert.equal(await kindOfX(store), 'allowed')
    assert.equal(await kindOfX(new PolicyStore({ folder, ceilingFile: null })), 'allowed')
    assert.deepEqual((await readdir(folder)).toSorted(), ['a.policy.meta.json', 'a.policy.yaml'])
  })

  it('adopts a whole policy where nothing was granted yet, and no damaged one', async (context) => {
    const { store } = await openStore(context)
    const policy = 'version: "1.0"\npermissions: { network: { allow: [{ host: x.com }] } }'
    await assert.rejects(store.adopt('a', 'version: "9.0"'), { code: 'POLICY_INVALID' })
    await assert.rejects(store.adopt('../../a', policy), { code: 'ID_INVALID' })
    assert.equal(await kindOfX(store), 'denied')
    await store.adopt('a', policy)
    assert.equal(await kindOfX(store), 'allowed')
    await assert.rejects(store.adopt('a', policy), { code: 'POLICY_EXISTS' })
  })

  it('notices what somebody else writes, and gives it another version', async (context) => {
    const { store, file } = await openStore(context)
    const versions = [(await store.read('a')).version]
    await writeFile(file, 'version: "1.0"\npermissions: { network: { allow: [{ host: x.com }] } }')
    assert.equal(await kindOfX(store), 'allowed')
    versions.push((await store.read('a')).version)
    await writeFile(file, 'version: "1.0"\npermissions: { network: { allow: [{ host: y.com }] } }')
    assert.equal(await kindOfX(store), 'denied')
    versions.push((await store.read('a')).version)
    assert.equal(new Set(versions).size, 3)
    assert.equal((await store.read('a')).version, versions[2])
  })

  it('gives an expired rule another version', async (context) => {
    const { store } = await openStore(context)
    await store.grant('a', { kind: 'environment', key: 'A' }, { expires: 1000, uses: null })
    const [before, after] = [await store.read('a', 999), await store.read('a', 1000)]
    assert.notEqual(before.version, after.version)
    assert.deepEqual(
      [before, after].map((snapshot) => decideEnvironment(snapshot.effective(), 'A').kind),
      ['allowed', 'denied'],
    )
  })

  for (const [name, text] of [
    ['broken', 'version: "1.0"\npermissions: ['],
    ['of another version', 'version: "2.0"\npermissions: { network: { allow: [{ host: x.com }] } }'],
  ] as const) {
    for (const ending of ['.policy.yaml', '.request.yaml']) {
      it(`allows nothing while a${ending} is ${name}`, async (context) => {
        const { store, folder } = await openStore(context)
        await store.grant('a', X)
        await writeFile(join(folder, `a${ending}`), text)
        const { problems } = await store.read('a')
        assert.deepEqual(
          problems.map(({ code }) => code),
          ['POLICY_INVALID'],
        )
        assert.ok(problems[0]?.message.includes(`a${ending}`))
        assert.equal(await kindOfX(store), 'denied')
      })
    }
  }

  it('refuses to change a damaged file, and resets it', async (context) => {
    const { store, file } = await openStore(context)
    await writeFile(file, 'version: [')
    await assert.rejects(store.grant('a', X), { code: 'POLICY_INVALID' })
    await assert.rejects(store.revoke('a', X), { code: 'POLICY_INVALID' })
    assert.equal(await readFile(file, 'utf8'), 'version: [')
    await store.reset('a')
    await store.grant('a', X)
    assert.equal(await kindOfX(store), 'allowed')
  })

  it('narrows by what the author asks for', async (context) => {
    const { store } = await openStore(context)
    await store.grant('a', X)
    await store.saveRequest('a', 'version: "1.0"\npermissions: { network: { allow: [{ host: y.com }] } }')
    assert.equal(await kindOfX(store), 'denied')
    await store.saveRequest('a', null)
    assert.equal(await kindOfX(store), 'allowed')
  })

  it('stays under the ceiling', async (context) => {
    const folder = await temporaryFolder(context)
    const ceilingFile = join(folder, 'ceiling.yaml')
    const store = new PolicyStore({ folder, ceilingFile })
    await store.grant('a', X)
    assert.equal(await kindOfX(store), 'allowed')
    await writeFile(ceilingFile, 'version: "1.0"\npermissions: { network: { deny: [{ host: x.com }] } }')
    assert.equal(await kindOfX(store), 'denied')
    await writeFile(ceilingFile, 'version: "1.0"\npermissions: nonsense')
    assert.equal((await store.read('a')).problems.length, 1)
    assert.equal(await kindOfX(store), 'denied')
  })

  it('allows nothing while a ceiling that has to be there is missing', async (context) => {
    const folder = await temporaryFolder(context)
    const store = new PolicyStore({ folder, ceilingFile: join(folder, 'no.yaml'), isCeilingRequired: true })
    await store.grant('a', X)
    assert.equal(await kindOfX(store), 'denied')
    assert.deepEqual(
      (await store.read('a')).problems.map(({ code }) => code),
      ['CEILING_MISSING'],
    )
  })

  it('says of a grant in our own folder, or of pseudo files, that it has no effect', async (context) => {
    const { store, folder } = await openStore(context)
    for (const path of [folder, '/proc/self']) {
      const grant = { kind: 'storage', uri: `fs://${path}`, access: ['read'] } as const
      await store.grant('a', grant)
      assert.match(describeObstacles(await store.read('a'), grant).join(), /no effect: A rule denies/)
    }
  })

  it('revokes, and says how many rules went', async (context) => {
    const { store } = await openStore(context)
    assert.equal(await store.revoke('a', X), 0)
    await store.grant('a', X)
    assert.equal(await store.revoke('a', X), 1)
    assert.equal(await kindOfX(store), 'denied')
    assert.equal(await store.revoke('a', X), 0)
  })

  it('resets to nothing', async (context) => {
    const { store, folder } = await openStore(context)
    await store.grant('a', X)
    await store.reset('a')
    await store.reset('a')
    assert.deepEqual(await readdir(folder), [])
  })

  it('resets and keeps what narrows', async (context) => {
    const { store, file } = await openStore(context)
    await store.grant('a', X)
    await store.deny('a', { kind: 'network', host: '*.evil.com' })
    await store.reset('a', { keepsNarrowing: true })
    assert.equal(await kindOfX(store), 'denied')
    const { network } = (await store.read('a')).granted.permissions
    assert.deepEqual([network.allow?.length, network.deny.length], [0, 1])
    await writeFile(file, 'version: [')
    await assert.rejects(store.reset('a', { keepsNarrowing: true }), { code: 'POLICY_INVALID' })
  })

  it('resets to nothing where nothing narrows', async (context) => {
    const { store, folder } = await openStore(context)
    await store.grant('a', X)
    await store.reset('a', { keepsNarrowing: true })
    assert.deepEqual(await readdir(folder), [])
  })

  it('grants what the author asks for, rule by rule as it stands there', async (context) => {
    const { store } = await openStore(context)
    await store.grant('a', X)
    await store.saveRequest(
      'a',
      `version: "1.0"
permissions:
  network: { allow: [{ host: x.com }, { host: "y.com:8443", methods: [GET] }], deny: [{ host: z.com }] }
  storage: { allow: [{ uri: "fs:///work/**", access: [read] }] }
  environment: { allow: [{ key: A }] }
  resources: { limits: { memory: 1Gi } }
`,
    )
    await store.grantRequested('a')
    await store.grantRequested('a')
    const { granted } = await store.read('a')
    const { network, storage, environment, limits } = granted.permissions
    assert.deepEqual(
      network.allow?.map(({ text, methods }) => ({ text, methods })),
      [
        { text: 'x.com', methods: null },
        { text: 'y.com:8443', methods: ['GET'] },
      ],
    )
    assert.deepEqual([storage.allow?.length, environment.allow?.length], [1, 1])
    assert.equal(limits.memoryBytes, 1024 ** 3)
    assert.equal(await kindOfX(store), 'allowed')
    await assert.rejects(store.grantRequested('b'), { code: 'NO_REQUEST' })
  })

  it('gives one use to one call', async (context) => {
    const { store } = await openStore(context)
    await store.grant('a', X, { expires: null, uses: 1 })
    const claims = await Promise.all(Array.from({ length: 5 }, () => store.claimUses('a')))
    const kinds = claims.map((snapshot) => decideNetwork(snapshot.effective(), HTTPS_X).kind)
    assert.deepEqual(kinds.toSorted(), ['allowed', 'denied', 'denied', 'denied', 'denied'])
    assert.equal(await kindOfX(store), 'denied')
  })

  it('loses nothing that a person writes at the same time', async (t) => {
    const { store, file } = await openStore(t)
    await store.grant('a', X)
    let lines = 0
    // An editor takes no lock, and writes at any moment of a change.
    const beside = async (change: Promise<unknown>): Promise<void> => {
      await sleep(lines % 5)
      appendFileSync(file, `# by hand ${lines++}\n`)
      await change
    }
    for (let index = 0; index < 30; index++) {
      const key = { kind: 'environment', key: `K${index}` } as const
      await beside(store.grant('a', key))
      if (index % 3 === 0) await beside(store.revoke('a', key))
    }
    const text = await readFile(file, 'utf8')
    assert.equal((await store.read('a')).granted.permissions.environment.allow?.length, 20)
    for (let line = 0; line < lines; line++) assert.match(text, new RegExp(`# by hand ${line}\n`))
  })

  it('keeps every grant of many at once', async (context) => {
    const { folder, store } = await openStore(context)
    const other = new PolicyStore({ folder, ceilingFile: null })
    const keys = Array.from({ length: 20 }, (_, index) => `KEY_${index}`)
    await Promise.all(
      keys.map((key, index) => (index % 2 === 0 ? store : other).grant('a', { kind: 'environment', key })),
    )
    const { granted } = await store.read('a')
    assert.deepEqual(granted.permissions.environment.allow?.map(({ key }) => key).toSorted(), keys.toSorted())
  })

  it('provides what lasts as long as it does, apart from what was granted', async (context) => {
    const { store, folder } = await openStore(context)
    const text = JSON.stringify({ version: '1.0', permissions: { network: { allow: [{ host: 'x.com' }] } } })
    const before = (await store.read('a')).version
    store.provide('a', { text, file: '/etc/manifest.yaml' })
    assert.equal(await kindOfX(store), 'allowed')
    assert.notEqual((await store.read('a')).version, before)
    assert.equal((await store.info('a'))?.path, '/etc/manifest.yaml')
    assert.deepEqual(await readdir(folder), [])
    assert.equal(await store.revoke('a', X), 1)
    assert.equal(await kindOfX(store), 'denied')
    store.provide('a', { text, file: '/etc/manifest.yaml' })
    await store.reset('a')
    assert.equal(await kindOfX(store), 'denied')
  })

  it('counts the uses of what is provided too', async (context) => {
    const { store } = await openStore(context)
    const allow = [{ host: 'x.com', uses: 2 }]
    const text = JSON.stringify({ version: '1.0', permissions: { network: { allow } } })
    store.provide('a', { text, file: '/etc/manifest.yaml' })
    const claims = await Promise.all(Array.from({ length: 4 }, () => store.claimUses('a')))
    const allowed = claims.filter((claim) => decideNetwork(claim.effective(), HTTPS_X).kind === 'allowed')
    assert.equal(allowed.length, 2)
    assert.equal(await kindOfX(store), 'denied')
  })

  it('says where a policy came from', async (context) => {
    const { store, file, folder } = await openStore(context)
    await store.grant('a', X)
    const info = await store.info('a')
    assert.equal(info?.path, file)
    assert.equal(info?.sourceUri, `file://${file}`)
    assert.ok(Math.abs((info?.createdAt ?? 0) - Date.now() / 1000) < 60)
    await writeFile(join(folder, 'a.policy.meta.json'), '{"source_uri":"oci://r/x","attached_at":7}')
    assert.deepEqual(await store.info('a'), { path: file, sourceUri: 'oci://r/x', createdAt: 7 })
    await rm(join(folder, 'a.policy.meta.json'))
    assert.equal((await store.info('a'))?.sourceUri, `file://${file}`)
  })

  for (const id of ['../../a', 'a/b', '', '.', '..', 'a\0', '.hidden']) {
    it(`takes ${JSON.stringify(id)} for no id`, async (context) => {
      const { store } = await openStore(context)
      await assert.rejects(store.read(id), { code: 'ID_INVALID' })
      await assert.rejects(store.grant(id, X), { code: 'ID_INVALID' })
    })
  }

  it('says when a policy cannot be written', async (context) => {
    const folder = await temporaryFolder(context)
    const blocked = join(folder, 'file')
    await writeFile(blocked, '')
    await chmod(blocked, 0o400)
    const store = new PolicyStore({ folder: blocked, ceilingFile: null })
    await assert.rejects(store.grant('a', X), { code: 'POLICY_NOT_WRITABLE' })
  })
})

async function openStore(
  context: TestContext,
): Promise<{ store: PolicyStore; folder: string; file: string }> {
  const folder = await temporaryFolder(context)
  const store = new PolicyStore({ folder, ceilingFile: null })
  return { store, folder, file: join(folder, 'a.policy.yaml') }
}

async function kindOfX(store: PolicyStore): Promise<string> {
  return decideNetwork((await store.read('a')).effective(), HTTPS_X).kind
}
