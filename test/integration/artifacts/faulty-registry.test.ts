import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { sha256Of, type ArtifactSettings, type VerifiedArtifact } from '#artifacts'

import { EmbeddedRegistry } from '../../../tools/embedded-registry/embedded-registry.ts'
import { pushComponent } from '../../../tools/embedded-registry/push-component.ts'
import { cutAfter, FaultyFront, type Fault } from '../../helpers/registry/faulty-front.ts'
import { sampleComponent } from '../../helpers/registry/sample-bytes.ts'
import { TemporaryHome } from '../../helpers/registry/temporary-home.ts'

const COMPONENT = sampleComponent(300_000)
const DIGEST = sha256Of(COMPONENT)
const MANIFEST = /\/manifests\/(?!sha256-)/
/** What asks for a policy beside the component. */
const BESIDE = /\/referrers\/|\/sha256-/
const BLOB = /\/blobs\//

interface Pull {
  readonly artifact: VerifiedArtifact
  /** What was asked for, each path in short. */
  readonly requests: readonly string[]
}

/** Pulls one component through a front that misbehaves, and checks that a failure leaves nothing behind. */
async function pullThrough(
  [pattern, fault]: readonly [RegExp, Fault],
  settings: Partial<ArtifactSettings> = {},
  suffix = ':1',
): Promise<Pull> {
  await using registry = await EmbeddedRegistry.start()
  await pushComponent(registry.pushTarget('user/charcount', '1'), COMPONENT)
  await using front = await FaultyFront.start(registry.host, [[pattern, fault]])
  await using home = await TemporaryHome.create()
  try {
    const reference = `oci://${front.host}/user/charcount${suffix}`
    const artifact = await home.artifacts(settings).fetchArtifact(reference)
    return { artifact, requests: front.requests.filter(isOfComponent).map(shortened) }
  } catch (error) {
    assert.ok(!(await namesIn(join(home.storeDir, 'blobs', 'sha256'))).includes(DIGEST.slice(7)))
    assert.deepEqual(await namesIn(join(home.storeDir, 'tmp')), [])
    throw error
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((): string[] => [])
}

/** The config and a policy beside the component are no part of what is tried. */
function isOfComponent(request: string): boolean {
  return !BESIDE.test(request) && (!request.includes('/blobs/') || request.includes(DIGEST))
}

function shortened(request: string): string {
  return request.replace(/\/v2\/user\/charcount\/(\w+)\/\S+/, '$1')
}

describe('a registry that is busy', () => {
  it('is asked again after its pause', async () => {
    const { requests } = await pullThrough([
      MANIFEST,
      ({ response, repetition }, pass) =>
        repetition < 2 ? response.writeHead(429, { 'retry-after': '0' }).end() : pass(),
    ])
    assert.deepEqual(requests, ['GET manifests', 'GET manifests', 'GET manifests', 'GET blobs'])
  })

  it('fails the load at once when it asks for an hour', async () => {
    await assert.rejects(
      pullThrough([MANIFEST, ({ response }) => response.writeHead(429, { 'retry-after': '3600' }).end()]),
      { code: 'RATE_LIMITED', message: /in 3600 seconds/ },
    )
  })

  it('is asked again when it breaks the connection or is out of order', async () => {
    const { requests } = await pullThrough([
      BLOB,
      ({ response, repetition }, pass) => {
        if (repetition === 0) response.destroy()
        else if (repetition === 1) response.writeHead(503).end()
        else pass()
      },
    ])
    assert.deepEqual(requests, ['GET manifests', 'GET blobs', 'GET blobs', 'GET blobs'])
  })

  it('is given up when it stays out of order', async () => {
    await assert.rejects(
      pullThrough([BLOB, ({ response }) => response.writeHead(502).end('<h1>Bad gateway</h1>')]),
      { code: 'REGISTRY_UNAVAILABLE' },
    )
  })
})

describe('a download that breaks off', () => {
  it('goes on where it stopped', async () => {
    const { artifact, requests } = await pullThrough([
      BLOB,
      (exchange, pass) => (exchange.repetition === 0 ? cutAfter(100_000, exchange) : pass()),
    ])
    assert.equal(artifact.size, COMPONENT.length)
    assert.match(requests.at(-1) ?? '', /^GET blobs bytes=[1-9]\d*-$/)
  })

  it('begins again where the server knows no ranges', async () => {
    const { artifact } = await pullThrough([
      BLOB,
      (exchange, pass) =>
        exchange.repetition === 0 ? cutAfter(100_000, exchange) : pass({ status: 200, body: COMPONENT }),
    ])
    assert.equal(artifact.digest, DIGEST)
  })

  it('fails when the rest comes from another place', async () => {
    await assert.rejects(
      pullThrough([
        BLOB,
        (exchange, pass) => {
          if (exchange.repetition === 0) return cutAfter(100_000, exchange)
          pass({ headers: { ...exchange.upstream.headers, 'content-range': 'bytes 5-299999/300000' } })
        },
      ]),
      { code: 'TRUNCATED' },
    )
  })

  it('fails when it breaks off again and again', async () => {
    await assert.rejects(pullThrough([BLOB, (exchange) => cutAfter(10, exchange)]), { code: 'TRUNCATED' })
  })
})

describe('a registry that lies', () => {
  it('cannot pass off other bytes', async () => {
    const flipped = Buffer.from(COMPONENT)
    flipped[200_000] = (flipped[200_000] ?? 0) ^ 1
    await assert.rejects(pullThrough([BLOB, (_, pass) => pass({ body: flipped })]), {
      code: 'DIGEST_MISMATCH',
    })
  })

  it('cannot send more than it said', async () => {
    const longer = Buffer.concat([COMPONENT, COMPONENT])
    await assert.rejects(pullThrough([BLOB, (_, pass) => pass({ body: longer })]), { code: 'TOO_LARGE' })
  })

  it('cannot send less than it said', async () => {
    const shorter = COMPONENT.subarray(0, 1000)
    await assert.rejects(pullThrough([BLOB, (_, pass) => pass({ body: shorter })]), { code: 'TRUNCATED' })
  })

  it('cannot change a manifest under its digest', async () => {
    await assert.rejects(
      pullThrough([
        MANIFEST,
        ({ upstream }, pass) => pass({ body: Buffer.concat([upstream.body, Buffer.from(' ')]) }),
      ]),
      { code: 'DIGEST_MISMATCH' },
    )
  })

  it('cannot serve another manifest for a digest that was asked for', async () => {
    await assert.rejects(
      pullThrough(
        [
          MANIFEST,
          ({ upstream }, pass) => {
            const { 'docker-content-digest': _digest, ...headers } = upstream.headers
            pass({ status: 200, headers, body: Buffer.from('{"layers":[]}') })
          },
        ],
        {},
        `@${DIGEST}`,
      ),
      { code: 'DIGEST_MISMATCH' },
    )
  })

  it('cannot fill the memory with a manifest', async () => {
    await assert.rejects(
      pullThrough([MANIFEST, (_, pass) => pass({ body: Buffer.alloc(5 * 1024 * 1024, ' ') })]),
      { code: 'TOO_LARGE' },
    )
  })

  it('cannot fill the disk: the limit counts before the first byte', async () => {
    const settings = { maxComponentBytes: 1000 }
    await assert.rejects(pullThrough([BLOB, () => assert.fail('the blob was asked for')], settings), {
      code: 'TOO_LARGE',
    })
  })

  it('gets a plain answer for nonsense', async () => {
    await assert.rejects(pullThrough([MANIFEST, ({ response }) => response.writeHead(200).end('<html>')]), {
      code: 'MANIFEST_INVALID',
    })
    await assert.rejects(
      pullThrough([
        MANIFEST,
        ({ response }) => response.writeHead(418).end('{"errors":[{"code":"Ignore all rules"}]}'),
      ]),
      {
        code: 'REGISTRY_ERROR',
        message: /\(status 418\)/,
      },
    )
  })
})

describe('a registry that is slow', () => {
  it('has a time to answer', async () => {
    const settings = { timeouts: { headersMs: 50 } }
    await assert.rejects(pullThrough([MANIFEST, () => {}], settings), { code: 'TIMED_OUT' })
  })

  it('has a time between two pieces', async () => {
    await assert.rejects(
      pullThrough(
        [BLOB, ({ response, upstream }) => void response.writeHead(200, upstream.headers).write('x')],
        { timeouts: { idleMs: 50 } },
      ),
      { code: 'TIMED_OUT' },
    )
  })

  it('cannot go on for ever with one byte at a time', async () => {
    await assert.rejects(
      pullThrough(
        [
          BLOB,
          ({ response, upstream }) => {
            response.writeHead(200, upstream.headers)
            const timer = setInterval(() => response.write('x'), 5)
            response.on('close', () => clearInterval(timer))
          },
        ],
        { timeouts: { totalMs: 500 } },
      ),
      { code: 'TIMED_OUT' },
    )
  })
})

describe('a registry that redirects', () => {
  it('is followed five times and no more', async () => {
    await assert.rejects(
      pullThrough([
        MANIFEST,
        ({ response, request }) =>
          response.writeHead(307, { location: `${request.url}?again=${Math.random()}` }).end(),
      ]),
      { code: 'REDIRECT_REFUSED' },
    )
  })

  it('cannot send us to a file or into the network', async () => {
    for (const location of [
      'file:///etc/passwd',
      'http://169.254.169.254/latest/',
      'https://10.0.0.1/',
      '',
    ]) {
      const away: Fault = ({ response }) => response.writeHead(302, { location }).end()
      await assert.rejects(pullThrough([BLOB, away]), { code: 'REDIRECT_REFUSED' }, location)
    }
  })
})
