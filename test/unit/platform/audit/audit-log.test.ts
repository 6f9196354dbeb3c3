import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { setImmediate } from 'node:timers/promises'

import { type AuditEvent, AuditFile, AuditLog, readAudit, Redactor, verifyChain } from '#platform'

import { recordingLogger } from '../../../helpers/recording-logger.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

interface Options {
  readonly maxBytes?: number
  readonly isChained?: boolean
  readonly path?: string
}

async function open(t: TestContext, { maxBytes, isChained = false, ...options }: Options = {}) {
  const path = options.path ?? join(await temporaryFolder(t), 'state', 'audit.jsonl')
  const [logger, redactor] = [recordingLogger(), new Redactor()]
  const log = new AuditLog({ file: new AuditFile({ path, isChained, maxBytes }), redactor, logger })
  return { path, log, logger, redactor }
}

function denial(attempt: string): AuditEvent {
  const subject = { component: 'first', digest: null, principal: 'model', tool: 'fetch' }
  return { kind: 'network', ...subject, decision: 'denied', attempt, rule: null }
}

async function attempts(path: string): Promise<unknown[]> {
  const lines = await Array.fromAsync(readAudit(path))
  return lines.map((line) => JSON.parse(line).attempt)
}

describe('AuditLog', () => {
  it('writes one JSON line for each event into a file of the user alone', async (t) => {
    const { path, log } = await open(t)
    log.record(denial('GET https://example.com/'))
    await log.close()
    const { time, ...entry } = JSON.parse(await readFile(path, 'utf8'))
    assert.match(time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    assert.deepEqual(entry, denial('GET https://example.com/'))
    assert.equal((await stat(path)).mode & 0o777, 0o600)
  })

  it('tells the log as well', async (t) => {
    const { log, logger, redactor } = await open(t)
    redactor.add('s3cret-value')
    log.record(denial('GET https://example.com/s3cret-value'))
    await log.close()
    const fields = denial('GET https://example.com/[redacted]')
    assert.deepEqual(logger.lines, [{ level: 'debug', message: 'Audited', fields }])
  })

  it('redacts and cuts what comes from guests', async (t) => {
    const { path, log, redactor } = await open(t)
    redactor.add('s3cret-value')
    log.record(denial(`${'x'.repeat(1_995)}s3cret-value\nline two`))
    await log.close()
    const text = await readFile(path, 'utf8')
    assert.doesNotMatch(text, /s3cr/)
    assert.equal(text.split('\n').length, 2)
    assert.ok(text.length < 3_000)
  })

  it('keeps every line whole while many write', async (t) => {
    const { path } = await open(t)
    const logs = await Promise.all(Array.from({ length: 5 }, () => open(t, { path, maxBytes: 20_000 })))
    for (const [index, { log }] of logs.entries()) {
      for (let number = 0; number < 100; number += 1) log.record(denial(`${index}-${number}`))
    }
    await Promise.all(logs.map(({ log }) => log.close()))
    assert.equal(new Set(await attempts(path)).size, 500)
    assert.ok((await readdir(join(path, '..'))).includes('audit.jsonl.1'))
  })

  it('sets full files aside and forgets the oldest', async (t) => {
    const { path, log } = await open(t, { maxBytes: 100 })
    for (let number = 0; number < 10; number += 1) log.record(denial(String(number)))
    await log.close()
    assert.deepEqual(await attempts(path), ['4', '5', '6', '7', '8', '9'])
    assert.equal((await readdir(join(path, '..'))).length, 6)
  })

  it('waits while it cannot write, and then writes what waited', async (t) => {
    const { path, log, logger } = await open(t)
    // Where the folder should be there is a file.
    await writeFile(join(path, '..'), '')
    log.record(denial('one'))
    const problems = () => logger.lines.filter(({ level }) => level !== 'debug')
    while (problems().length === 0) await setImmediate()
    assert.deepEqual(
      problems().map(({ level }) => level),
      ['error'],
    )
    await rm(join(path, '..'))
    log.record(denial('two'))
    await log.close()
    assert.deepEqual(await attempts(path), ['one', 'two'])
  })

  it('survives a full disk and says how many it lost', async (t) => {
    // Only Linux has a disk that is always full.
    if (process.platform !== 'linux') return
    const { log, logger } = await open(t, { path: '/dev/full' })
    for (let number = 0; number < 5; number += 1) log.record(denial(String(number)))
    await log.close()
    assert.match(String(logger.lines.find(({ level }) => level === 'error')?.fields['reason']), /ENOSPC/)
    assert.deepEqual(logger.lines.at(-1)?.fields, { lost: 5 })
  })

  it('keeps no more than it can, and counts the rest', async (t) => {
    const { path, log, logger } = await open(t)
    await mkdir(path, { recursive: true })
    for (let number = 0; number < 10_003; number += 1) log.record(denial(String(number)))
    await log.close()
    assert.deepEqual(logger.lines.at(-1)?.fields, { lost: 10_003 })
  })

  it('chains lines, also across files and processes', async (t) => {
    const { path, log } = await open(t, { isChained: true, maxBytes: 1_500 })
    const other = await open(t, { path, isChained: true, maxBytes: 1_500 })
    for (let number = 0; number < 10; number += 1) {
      log.record(denial(`one-${number}`))
      other.log.record(denial(`other-${number}`))
    }
    await Promise.all([log.close(), other.log.close()])
    assert.deepEqual(await verifyChain(readAudit(path)), { lines: 20, brokenAt: null })
    const text = await readFile(`${path}.1`, 'utf8')
    const before = (await Array.fromAsync(readAudit(`${path}.2`))).length
    await writeFile(`${path}.1`, text.replace('"denied"', '"allowed"'))
    const { brokenAt } = await verifyChain(readAudit(path))
    assert.ok(brokenAt !== null && brokenAt > before)
  })
})

describe('readAudit()', () => {
  it('reads nothing where there is nothing', async () => {
    assert.deepEqual(await Array.fromAsync(readAudit('/nowhere/audit.jsonl')), [])
  })

  it('follows from one file to the next until it is told to stop', async (t) => {
    const { path, log } = await open(t, { maxBytes: 100 })
    const stop = new AbortController()
    const seen: unknown[] = []
    log.record(denial('0'))
    for await (const line of readAudit(path, { follow: true, signal: stop.signal })) {
      seen.push(JSON.parse(line).attempt)
      if (seen.length === 4) stop.abort()
      else log.record(denial(String(seen.length)))
    }
    await log.close()
    assert.deepEqual(seen, ['0', '1', '2', '3'])
  })
})
