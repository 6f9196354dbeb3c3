import { readFile } from 'node:fs/promises'

import { parse } from '@bytecodealliance/jco-transpile/wasm-tools'

import { readComponentWorld } from '#wit'

import { transpile } from '../../src/sandbox/guest-process/inspect/transpile.ts'
import { CALLING_AT_ITS_START, composedResources } from '../../test/helpers/canonical/composed-components.ts'
import { echoComponent } from '../../test/helpers/canonical/echo-component.ts'
import { typesAtDepth } from '../../test/helpers/canonical/type-matrix.ts'
import { identityComponent } from '../../test/helpers/identity-component.ts'
import { findGuests } from '../build-guests/guest-folder.ts'
import { guestFile, isAvailable } from '../build-guests/guest-store.ts'

const TYPES_OF_A_COMPONENT = 60

/** Calls every function that is about resources. */
const USES_RESOURCES = `(call $drop-a (call $make-a (i32.const 1))) (call $drop-b (call $make-b (i32.const 2)))
  (call $rep-a (call $make-a (i32.const 3)))`

/** Glue of every guest that is there, and of components with every type in every position. */
export async function* corpus(): AsyncGenerator<{ readonly name: string; readonly glue: string }> {
  for (const guest of await findGuests()) {
    if (await isAvailable(guest))
      yield { name: guest.name, glue: await glueOf(await readFile(await guestFile(guest))) }
  }
  yield { name: 'identity', glue: await glueOf(await identityComponent(['read', 'a', 'get-URL'])) }
  for (const text of [composedResources(USES_RESOURCES), CALLING_AT_ITS_START]) {
    yield { name: 'composed', glue: await glueOf(await parse(text)) }
  }
  const types = [...typesAtDepth(0), ...typesAtDepth(1)].map(({ type }) => type)
  for (const isAsync of [false, true]) {
    for (const encoding of ['utf8', 'utf16'] as const) {
      for (let first = 0; first < types.length; first += TYPES_OF_A_COMPONENT) {
        const { bytes } = await echoComponent(types.slice(first, first + TYPES_OF_A_COMPONENT), {
          isAsync,
          encoding,
        })
        yield { name: `types ${encoding} ${isAsync ? 'async' : 'sync'} ${first}`, glue: await glueOf(bytes) }
      }
    }
  }
}

/** As an inspection process makes it. */
export async function glueOf(component: Uint8Array): Promise<string> {
  const [glue] = await transpile(component, readComponentWorld(component))
  return new TextDecoder().decode(glue)
}
