import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { argumentsFromJson, readComponentWorld, type WitFunction, type WitType } from '#wit'

import { WASI_CASES, WASI_FUNCTIONS, WASI_KEYS } from '../../../../src/wit/rename/wasi-labels.ts'
import { identityComponent } from '../../../helpers/identity-component.ts'
import { renamedGlue } from '../../../helpers/renamed-glue.ts'
import { toJson } from '../../../helpers/crossed-values.ts'

/** Words of JavaScript, of its global objects and of objects. */
const WORDS = `
  abstract arguments async await boolean break byte case catch char class const constructor continue debugger default
  delete do double else enum eval export extends false final finally float for function get goto has-own-property if
  implements import in infinity instanceof int interface is-na-n let long na-n native new null object of package private
  promise prototype protected proxy public require return set short static string super switch symbol synchronized then
  this throw throws to-json to-string transient true try typeof undefined uint8-array value-of var void volatile while
  with yield array big-int error global-this map module exports process weak-map web-assembly
`

/** Worlds of names that differ by case alone. */
const SPELLINGS = [
  ['get-url', 'api', 'to-json', 'http-get-id', 'a', 'x2y'],
  ['get-URL', 'API', 'to-JSON', 'HTTP-get-ID', 'A', 'X2Y'],
  ['GET-url', 'TO-json', 'http-GET-id'],
]

describe('names', () => {
  for (const [what, names] of [
    ['JavaScript', words(WORDS)],
    ['our WASI host', different([...WASI_FUNCTIONS, ...WASI_KEYS, ...WASI_CASES])],
    ...SPELLINGS.map((spelling) => [`one spelling: ${spelling[0]}`, spelling] as const),
  ] as const) {
    it(`of ${what} may stand wherever WIT has names`, async () => {
      await assertIdentities(await identityComponent(names))
    })
  }

  it('of generated code may stand wherever WIT has names', async () => {
    const { text } = await renamedGlue(await identityComponent(['a']))
    const identifiers = [...text.matchAll(/[A-Za-z_$][\w$]*/g)].map(([name]) => toKebab(name))
    const names = different(identifiers.filter((name) => /^[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*$/.test(name)))
    assert.ok(names.length > 500)
    for (let from = 0; from < names.length; from += 200) {
      await assertIdentities(await identityComponent(names.slice(from, from + 200)))
    }
  })
})

/** Calls every function with a value of its type. */
async function assertIdentities(component: Uint8Array): Promise<void> {
  const instance = await (await renamedGlue(component)).instantiate()
  const { functions } = readComponentWorld(component)
  for (const fn of functions) {
    for (const value of someOf(resultOf(fn))) {
      const args = argumentsFromJson({ [fn.parameters[0]?.name ?? '']: value }, fn.parameters)
      assert.deepEqual(toJson(instance.call(fn, ...args), resultOf(fn)), value, `${fn.interface} ${fn.name}`)
    }
  }
}

function resultOf({ result }: WitFunction): WitType {
  assert.ok(result)
  return result
}

function someOf(type: WitType): readonly unknown[] {
  if (type.kind === 'record') return [Object.fromEntries(type.fields.map(({ name }) => [name, 7]))]
  if (type.kind === 'enum') return type.names
  if (type.kind === 'flags') return [[], ...type.names.map((name) => [name]), type.names]
  return [7]
}

/** WIT has no two names in one scope that differ by case alone. */
function different(names: readonly string[]): readonly string[] {
  return [...new Map(names.map((name) => [name.toLowerCase(), name])).values()]
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/)
}

/** The name that camel case makes the identifier of. */
function toKebab(identifier: string): string {
  return identifier
    .replaceAll(/[_$]+/g, '-')
    .replaceAll(/(?<before>[a-z0-9])(?<capital>[A-Z])/g, '$<before>-$<capital>')
    .replaceAll(/^-+|-+$/g, '')
    .toLowerCase()
}
