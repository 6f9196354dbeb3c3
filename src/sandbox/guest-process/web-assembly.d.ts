/** The part of the WebAssembly JavaScript API that the sandbox uses; Node's types leave it to the DOM's. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array)
    readonly [Symbol.toStringTag]: string
  }
  class Memory {
    readonly buffer: ArrayBuffer
  }
  class RuntimeError extends Error {}
  class Global {
    constructor(type: { readonly value: 'i32'; readonly mutable: boolean }, value: number)
    value: number
  }
  class Instance {
    constructor(module: Module, imports?: Imports)
    readonly exports: Readonly<Record<string, unknown>>
  }
  /** An import that waits for what `fn` promises, with the stack of the guest put aside. */
  class Suspending {
    constructor(fn: Function)
    readonly [Symbol.toStringTag]: string
  }
  /** An export that may be put aside. */
  function promising(fn: unknown): (...args: readonly unknown[]) => Promise<unknown>
  type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>
  function validate(bytes: Uint8Array): boolean
  function compile(bytes: Uint8Array): Promise<Module>
}
