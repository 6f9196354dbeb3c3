import { componentEmbed, componentNew } from '@bytecodealliance/jco-transpile/wasm-tools'

/** A component of this world whose functions trap. */
export async function componentFromWit(witSource: string): Promise<Uint8Array> {
  return componentNew(await componentEmbed({ dummy: true, witSource }), [])
}
