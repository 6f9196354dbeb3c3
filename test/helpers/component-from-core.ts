import { componentEmbed, componentNew, parse } from '@bytecodealliance/jco-transpile/wasm-tools'

/** A component of this world around a core module as text. */
export async function componentFromCore(witSource: string, core: string): Promise<Uint8Array> {
  return componentNew(await componentEmbed({ binary: await parse(core), witSource }), [])
}
