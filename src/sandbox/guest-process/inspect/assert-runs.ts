/** Features that V8 does not run, by what it says where it meets them. */
const FEATURES: readonly (readonly [said: RegExp, feature: string])[] = [
  [/invalid numeric opcode: 0xfc1[3-6]/, 'wide arithmetic'],
  [/stack switching|wasmfx/, 'stack switching'],
  [/experimental-wasm-shared/, 'shared-everything threads'],
  [/invalid memory limits flags 0x[89ab]/, 'custom page sizes'],
]

/**
 * Compiles nothing, but looks whether V8 will: the generator knows features that V8 does not.
 *
 * @throws Error that names the feature
 */
export async function assertRuns(core: Uint8Array): Promise<void> {
  if (WebAssembly.validate(core)) return
  const said = await WebAssembly.compile(core).then(
    () => '',
    (error: unknown) => String(error),
  )
  const [, feature = 'what is not known'] = FEATURES.find(([pattern]) => pattern.test(said)) ?? []
  throw new Error(`its core module needs ${feature}, which V8 does not run (${said})`)
}
