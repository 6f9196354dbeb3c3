import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'

import { KEPT_CONNECTIONS } from './kept-connections.ts'
import type { Place } from './place.ts'

/** Something that two programs do together. */
export interface Try {
  /** The program of others. */
  readonly program: string
  readonly does: string
  /** Throws where it does not work. */
  readonly run: (place: Place) => Promise<void>
}

const NAME = 'me/charcount'

/** What we push is read by others. */
const OURS_READ_BY_OTHERS: readonly Try[] = [
  {
    program: 'wkg',
    does: '`wkg oci pull` of what `wassette push` wrote',
    run: async (place) => {
      await pushOurs(place, '0.1.0')
      const file = place.path('pulled.wasm')
      await place.run(
        'wkg',
        'oci',
        'pull',
        '--insecure',
        place.host,
        `${place.host}/${NAME}:0.1.0`,
        '-o',
        file,
      )
      assert.ok(await place.isComponent(file))
    },
  },
  {
    program: 'wkg',
    does: '`wkg oci pull` beside a policy that `wassette push --policy` attached',
    run: async (place) => {
      const policy = await place.write('policy.yaml', 'version: "1.0"\npermissions: {}\n')
      await place.wassette('push', place.component, ours(place, '0.1.0'), '--policy', policy)
      const file = place.path('pulled.wasm')
      await place.run(
        'wkg',
        'oci',
        'pull',
        '--insecure',
        place.host,
        `${place.host}/${NAME}:0.1.0`,
        '-o',
        file,
      )
      assert.ok(await place.isComponent(file))
    },
  },
  {
    program: 'wkg',
    does: '`wkg get me:charcount` finds the highest version that `wassette push` wrote',
    run: async (place) => {
      await pushOurs(place, '0.1.0')
      await pushOurs(place, '0.2.0')
      await writeWkgConfig(place)
      const file = place.path('got.wasm')
      await place.run('wkg', 'get', 'me:charcount', '--output', file)
      assert.ok(await place.isComponent(file))
    },
  },
  {
    program: 'oras',
    does: '`oras pull` of what `wassette push` wrote',
    run: async (place) => {
      await pushOurs(place, '0.1.0')
      const folder = place.path('oras')
      await place.run('oras', 'pull', '--plain-http', `${place.host}/${NAME}:0.1.0`, '-o', folder)
      assert.ok(await place.isComponent(`${folder}/fetches.wasm`))
    },
  },
  {
    program: 'oras',
    does: '`oras discover` lists the policy that `wassette push --policy` attached',
    run: async (place) => {
      const policy = await place.write('policy.yaml', 'version: "1.0"\npermissions: {}\n')
      await place.wassette('push', place.component, ours(place, '0.1.0'), '--policy', policy)
      const found = await place.run('oras', 'discover', '--plain-http', `${place.host}/${NAME}:0.1.0`)
      assert.match(found, /application\/vnd\.wasm\.policy\.v1\+yaml/)
    },
  },
  {
    program: 'crane',
    does: '`crane validate` of what `wassette push` wrote',
    run: async (place) => {
      await pushOurs(place, '0.1.0')
      await place.run('crane', 'validate', '--insecure', '--fast', '--remote', `${place.host}/${NAME}:0.1.0`)
    },
  },
  {
    program: 'crane',
    does: '`crane copy` of what `wassette push` wrote; ours pulls the copy',
    run: async (place) => {
      await pushOurs(place, '0.1.0')
      await place.run(
        'crane',
        'copy',
        '--insecure',
        `${place.host}/${NAME}:0.1.0`,
        `${place.host}/you/copy:1`,
      )
      await pullOurs(place, `oci://${place.host}/you/copy:1`)
    },
  },
  {
    program: 'skopeo',
    does: '`skopeo copy` of what `wassette push` wrote, into an OCI layout and back; ours pulls it',
    run: async (place) => {
      await pushOurs(place, '0.1.0')
      const layout = `oci:${place.path('layout')}:1`
      const insecure = ['--src-tls-verify=false', '--dest-tls-verify=false', '--insecure-policy']
      const copy = (from: string, to: string) => place.run('skopeo', 'copy', ...insecure, from, to)
      await copy(`docker://${place.host}/${NAME}:0.1.0`, layout)
      await copy(layout, `docker://${place.host}/you/copy:1`)
      await pullOurs(place, `oci://${place.host}/you/copy:1`)
    },
  },
]

/** What others push is read by us. */
const OTHERS_READ_BY_US: readonly Try[] = [
  {
    program: 'wkg',
    does: '`wassette pull` of what `wkg oci push` wrote',
    run: async (place) => {
      const reference = `${place.host}/${NAME}:0.1.0`
      await place.run('wkg', 'oci', 'push', '--insecure', place.host, reference, place.component)
      await pullOurs(place, `oci://${reference}`)
    },
  },
  {
    program: 'wkg',
    does: '`wassette pull me:charcount@^0.1` of what `wkg oci push` wrote, by the configuration of wkg',
    run: async (place) => {
      await writeWkgConfig(place)
      for (const tag of ['0.1.3', '0.2.0']) {
        const reference = `${place.host}/${NAME}:${tag}`
        await place.run('wkg', 'oci', 'push', '--insecure', place.host, reference, place.component)
      }
      await pullOurs(place, 'me:charcount@^0.1')
    },
  },
  {
    program: 'wkg',
    does: '`wassette push` writes the same bytes as `wkg oci push`, but for the date',
    run: async (place) => {
      const theirs = `${place.host}/theirs/charcount:0.1.0`
      await place.run('wkg', 'oci', 'push', '--insecure', place.host, theirs, place.component)
      const of = async (reference: string) => {
        const manifest = await place.run('crane', 'manifest', '--insecure', reference)
        const [, digest = ''] = /"config":\{"digest":"(sha256:\w+)"/.exec(manifest) ?? []
        const repository = reference.slice(0, reference.lastIndexOf(':'))
        const config = await place.run('crane', 'blob', '--insecure', `${repository}@${digest}`)
        return { manifest, config, digest }
      }
      const their = await of(theirs)
      await place.wassette('push', place.component, ours(place, 'untitled'))
      const our = await of(`${place.host}/${NAME}:untitled`)
      assert.equal(undated(our.config), undated(their.config))
      assert.equal(unnamed(our.manifest), unnamed(their.manifest))
    },
  },
  {
    program: 'oras',
    does: '`wassette pull` of what `oras push` wrote',
    run: async (place) => {
      const reference = `${place.host}/${NAME}:0.1.0`
      const layer = `${place.component}:application/wasm`
      const options = ['--plain-http', '--disable-path-validation']
      await place.run(
        'oras',
        'push',
        ...options,
        '--artifact-type',
        'application/vnd.wasm.config.v0+json',
        reference,
        layer,
      )
      await pullOurs(place, `oci://${reference}`)
    },
  },
]

/** What they sign is verified by us, and the other way round. */
const SIGNATURES: readonly Try[] = [
  ...['new', 'old'].map((form): Try => ({
    program: 'cosign',
    does: `\`wassette verify\` of what \`cosign sign\` signed with a key, in its ${form} form; another key is refused`,
    run: async (place) => {
      const { digest } = await pushOurs(place, '0.1.0')
      await place.run('cosign', 'generate-key-pair')
      const options = ['--tlog-upload=false', '--use-signing-config=false', '--yes', '--allow-http-registry']
      const isNew = `--new-bundle-format=${form === 'new'}`
      const reference = `${place.host}/${NAME}@${digest}`
      await place.run('cosign', 'sign', '--key', 'cosign.key', isNew, ...options, reference)
      await place.wassette('verify', ours(place, '0.1.0'), '--key', place.path('cosign.pub'))
      const stranger = await writeKeys(place, 'stranger')
      await assert.rejects(place.wassette('verify', ours(place, '0.1.0'), '--key', stranger.publicKey))
    },
  })),
  {
    program: 'cosign',
    does: '`cosign verify` of what `wassette sign` signed; another key is refused',
    run: async (place) => {
      const { digest } = await pushOurs(place, '0.1.0')
      const [mine, stranger] = [await writeKeys(place, 'mine'), await writeKeys(place, 'stranger')]
      await place.wassette('sign', `oci://${place.host}/${NAME}@${digest}`, '--key', mine.privateKey)
      await cosignVerify(place, `${NAME}@${digest}`, mine.publicKey)
      await assert.rejects(cosignVerify(place, `${NAME}@${digest}`, stranger.publicKey))
    },
  },
  {
    program: 'cosign',
    does: '`wassette copy` takes signatures of `cosign` along; `cosign verify` accepts the copy',
    run: async (place) => {
      const { digest } = await pushOurs(place, '0.1.0')
      const mine = await writeKeys(place, 'mine')
      await place.wassette('sign', `oci://${place.host}/${NAME}@${digest}`, '--key', mine.privateKey)
      await place.wassette('copy', ours(place, '0.1.0'), `oci://${place.host}/you/copy:1`)
      await cosignVerify(place, `you/copy@${digest}`, mine.publicKey)
    },
  },
]

/** Everything that is tried, in the order of the table. */
export const TRIES: readonly Try[] = [
  ...OURS_READ_BY_OTHERS,
  ...OTHERS_READ_BY_US,
  ...SIGNATURES,
  KEPT_CONNECTIONS,
]

/** A config without its date. */
function undated(config: string): string {
  return config.replace(/"created":"[^"]*"/, '')
}

/** A manifest without the descriptor of its config, which has a date in it. */
function unnamed(manifest: string): string {
  return manifest.replace(/"config":\{[^}]*\}/, '')
}

function ours({ host }: Place, tag: string): string {
  return `oci://${host}/${NAME}:${tag}`
}

async function pushOurs(place: Place, tag: string): Promise<{ readonly digest: string }> {
  return JSON.parse(await place.wassette('push', place.component, ours(place, tag)))
}

async function writeKeys(
  place: Place,
  name: string,
): Promise<Readonly<Record<'publicKey' | 'privateKey', string>>> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    publicKey: await place.write(`${name}.pub`, publicKey.export({ type: 'spki', format: 'pem' })),
    privateKey: await place.write(`${name}.pem`, privateKey.export({ type: 'pkcs8', format: 'pem' })),
  }
}

function cosignVerify(place: Place, reference: string, key: string): Promise<string> {
  const options = ['--insecure-ignore-tlog=true', '--allow-http-registry']
  return place.run('cosign', 'verify', '--key', key, ...options, `${place.host}/${reference}`)
}

async function pullOurs(place: Place, reference: string): Promise<void> {
  const file = place.path('ours.wasm')
  await place.wassette('pull', reference, file, '--force')
  assert.ok(await place.isComponent(file))
}

async function writeWkgConfig(place: Place): Promise<void> {
  const { host } = place
  const metadata = `{ preferredProtocol = "oci", oci = { registry = "${host}", namespacePrefix = "" } }`
  await place.write(
    '.config/wasm-pkg/config.toml',
    `[namespace_registries]\nme = { registry = "${host}", metadata = ${metadata} }\n\n[registry."${host}".oci]\nprotocol = "http"\n`,
  )
}
