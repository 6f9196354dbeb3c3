import { componentEmbed, componentNew, parse, print } from '@bytecodealliance/jco-transpile/wasm-tools'

import type { WitType, WitWorld } from '#wit'

import { printWorld } from '../print-world.ts'
import { echoModule } from './echo-module.ts'
import { forwardModule } from './forward-module.ts'

/** How texts lie in the memory of a component. */
export type StringEncoding = 'utf8' | 'utf16' | 'compact-utf16'

interface EchoOptions {
  readonly encoding?: StringEncoding
  readonly isAsync?: boolean
  /** The encoding of a component that hands each value on to the one that echoes it; none unless given. */
  readonly through?: StringEncoding
}

/** A component and its world, whose functions `echo-0`, `echo-1`… give back a value of each type. */
export interface EchoComponent {
  readonly bytes: Uint8Array
  readonly world: WitWorld
}

const INTERFACE = 'test:printed/echoes@1.2.3'

/** Builds a component that echoes values of these types. */
export async function echoComponent(
  types: readonly WitType[],
  { encoding = 'utf8', isAsync = false, through }: EchoOptions = {},
): Promise<EchoComponent> {
  const functions = types.map((type, index) => ({
    interface: through === undefined ? null : INTERFACE,
    name: `echo-${index}`,
    parameters: [{ name: 'value', type }],
    result: type,
    isAsync,
  }))
  const { text, named } = printWorld({ imports: [], functions })
  const inner = await build(echoModule(named.functions), text, encoding)
  if (through === undefined) return { bytes: inner, world: named }
  const handingOn = text.replace('  export echoes;', '  import echoes;\n  export echoes;')
  const outer = await build(forwardModule(named.functions), handingOn, through)
  return { bytes: await composed(inner, outer), world: named }
}

async function build(core: string, witSource: string, stringEncoding: StringEncoding): Promise<Uint8Array> {
  const binary = await parse(core)
  return componentNew(await componentEmbed({ binary, witSource, stringEncoding }), [])
}

async function composed(inner: Uint8Array, outer: Uint8Array): Promise<Uint8Array> {
  return parse(`(component ${await asText('$inner', inner)} ${await asText('$outer', outer)}
    (instance $i (instantiate $inner))
    (instance $o (instantiate $outer (with "${INTERFACE}" (instance $i "${INTERFACE}"))))
    (export "${INTERFACE}" (instance $o "${INTERFACE}")))`)
}

async function asText(name: string, component: Uint8Array): Promise<string> {
  return (await print(component)).replace(/^\(component/, `(component ${name}`)
}
