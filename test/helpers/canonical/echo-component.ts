import { componentEmbed, componentNew, parse } from '@bytecodealliance/jco-transpile/wasm-tools'

import type { WitType, WitWorld } from '#wit'

import { printWorld } from '../print-world.ts'
import { echoModule } from './echo-module.ts'

/** How texts lie in the memory of a component. */
export type StringEncoding = 'utf8' | 'utf16' | 'compact-utf16'

interface EchoOptions {
  readonly encoding?: StringEncoding
  readonly isAsync?: boolean
}

/** A component and its world, whose functions `echo-0`, `echo-1`… give back a value of each type. */
export interface EchoComponent {
  readonly bytes: Uint8Array
  readonly world: WitWorld
}

/** Builds a component that echoes values of these types. */
export async function echoComponent(
  types: readonly WitType[],
  { encoding = 'utf8', isAsync = false }: EchoOptions = {},
): Promise<EchoComponent> {
  const functions = types.map((type, index) => ({
    interface: null,
    name: `echo-${index}`,
    parameters: [{ name: 'value', type }],
    result: type,
    isAsync,
  }))
  const { text, named } = printWorld({ imports: [], functions })
  const binary = await parse(echoModule(named.functions))
  const embedded = await componentEmbed({ binary, witSource: text, stringEncoding: encoding })
  return { bytes: await componentNew(embedded, []), world: named }
}
