import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import type { GuestLimits } from '../protocol.ts'
import { CallOutput } from './call-output.ts'
import { createWasiImports } from './wasi/index.ts'

/** What the module that jco generates for a component exports. */
interface Glue {
  instantiate(
    getCoreModule: (name: string) => Promise<WebAssembly.Module>,
    imports: Record<string, object>,
    instantiateCore: (module: WebAssembly.Module, imports: WebAssembly.Imports) => WebAssembly.Instance,
  ): Promise<Record<string, unknown>> | Record<string, unknown>
}

/** One instance: its exports, its output, its memories. Used for one call and dropped. */
export interface GuestInstance {
  readonly exports: Record<string, unknown>
  readonly output: CallOutput
  readonly memories: readonly WebAssembly.Memory[]
  /** Lets go of what the instance still waits for. */
  readonly discard: () => void
}

/** A component, compiled once for the life of this process. */
export class GuestComponent {
  readonly #glue: Glue
  readonly #folder: string
  readonly #environment: readonly (readonly [string, string])[]
  readonly #limits: GuestLimits
  readonly #modules = new Map<string, Promise<WebAssembly.Module>>()

  private constructor(glue: Glue, options: OpenOptions) {
    this.#glue = glue
    this.#folder = options.folder
    this.#environment = options.environment
    this.#limits = options.limits
  }

  /** Loads the generated module from its folder. */
  static async open(options: OpenOptions): Promise<GuestComponent> {
    const url = pathToFileURL(join(options.folder, 'component.mjs')).href
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- generated, and verified by the host
    return new GuestComponent((await import(url)) as Glue, options)
  }

  /** Makes a fresh instance: own memory, own WASI host, nothing shared with any other. */
  async instantiate(): Promise<GuestInstance> {
    const output = new CallOutput(this.#limits)
    const memories: WebAssembly.Memory[] = []
    const life = new AbortController()
    const imports = createWasiImports({
      signal: life.signal,
      environment: this.#environment,
      arguments: [],
      writeOutput: (stream, bytes) => output.write(stream, bytes),
    })
    const exports = await this.#glue.instantiate(
      (name) => this.#compile(name),
      imports,
      (module, coreImports) => {
        const instance = new WebAssembly.Instance(module, coreImports)
        memories.push(...Object.values(instance.exports).filter((item) => item instanceof WebAssembly.Memory))
        return instance
      },
    )
    return { exports, output, memories, discard: () => life.abort() }
  }

  #compile(name: string): Promise<WebAssembly.Module> {
    const known = this.#modules.get(name)
    if (known !== undefined) return known
    const compiled = readFile(join(this.#folder, name)).then((bytes) => WebAssembly.compile(bytes))
    this.#modules.set(name, compiled)
    return compiled
  }
}

interface OpenOptions {
  readonly folder: string
  readonly environment: readonly (readonly [string, string])[]
  readonly limits: GuestLimits
}
