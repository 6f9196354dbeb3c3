import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import type { FileGrants, GuestLimits } from '../protocol/component-protocol.ts'
import { GLUE } from '../protocol/inspect-protocol.ts'
import { CallDenials } from './call-denials.ts'
import { CallFiles } from './call-files.ts'
import { CallOutput } from './call-output.ts'
import type { FlowTable } from './egress/flow-table.ts'
import { InstanceNetwork } from './egress/instance-network.ts'
import { instantiateCore } from './life/guarded-core.ts'
import { InstanceLife } from './life/instance-life.ts'
import { InstanceState } from './state/instance-state.ts'
import type { StateRequests } from './state/state-requests.ts'
import { openValues, VALUES_IMPORT } from './values/index.ts'
import { createWasiImports } from './wasi/index.ts'

/** What the module that jco generates for a component exports. */
interface Glue {
  instantiate(
    getCoreModule: (name: string) => WebAssembly.Module | undefined,
    imports: Record<string, object>,
    instantiateCore: (module: WebAssembly.Module, imports?: WebAssembly.Imports) => WebAssembly.Instance,
  ): Promise<Record<string, unknown>> | Record<string, unknown>
}

/** One instance: its exports, its output, its memories. Used for one call and dropped. */
export interface GuestInstance {
  readonly exports: Record<string, unknown>
  readonly output: CallOutput
  readonly denials: CallDenials
  readonly files: CallFiles
  readonly network: InstanceNetwork
  readonly state: InstanceState
  readonly memories: readonly WebAssembly.Memory[]
  readonly life: InstanceLife
}

/** A component, compiled once for the life of this process. */
export class GuestComponent {
  readonly #glue: Glue
  readonly #environment: readonly (readonly [string, string])[]
  readonly #files: FileGrants
  readonly #limits: GuestLimits
  readonly #flows: FlowTable
  readonly #stateRequests: StateRequests
  readonly #modules: ReadonlyMap<string, WebAssembly.Module>

  private constructor({ glue, modules }: Compiled, options: OpenOptions) {
    this.#glue = glue
    this.#modules = modules
    this.#environment = options.environment
    this.#files = options.files
    this.#limits = options.limits
    this.#flows = options.flows
    this.#stateRequests = options.stateRequests
  }

  /** Loads the generated module from its folder and compiles the core modules beside it. */
  static async open(options: OpenOptions): Promise<GuestComponent> {
    const url = pathToFileURL(join(options.folder, GLUE)).href
    const [glue, modules] = await Promise.all([import(url), compileModules(options.folder)])
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- generated, and verified by the host
    return new GuestComponent({ glue: glue as Glue, modules }, options)
  }

  /** Makes a fresh instance: own memory, own WASI host, nothing shared with any other. */
  async instantiate(): Promise<GuestInstance> {
    const life = new InstanceLife()
    try {
      return await this.#instantiateFor(life)
    } catch (error) {
      void life.end()
      throw error
    }
  }

  async #instantiateFor(life: InstanceLife): Promise<GuestInstance> {
    const output = new CallOutput(this.#limits)
    const denials = new CallDenials()
    const files = new CallFiles()
    const memories: WebAssembly.Memory[] = []
    let coreInstances = 0
    const network = new InstanceNetwork(this.#flows)
    const state = new InstanceState(this.#stateRequests)
    life.signal.addEventListener('abort', () => {
      network.detach()
      state.detach()
    })
    const wasi = createWasiImports({
      signal: life.signal,
      environment: this.#environment,
      arguments: [],
      files: this.#files,
      reportDenial: (attempt) => denials.add(attempt),
      fileUses: files,
      network,
      state,
      writeOutput: (stream, bytes) => {
        if (!life.isOver) output.write(stream, bytes)
      },
    })
    const makeCore = (module: WebAssembly.Module, coreImports?: WebAssembly.Imports) => {
      coreInstances++
      if (coreInstances > this.#limits.coreInstances) {
        throw new RangeError(
          `The component is made of more than ${this.#limits.coreInstances} core instances`,
        )
      }
      const instance = instantiateCore(module, coreImports, life)
      memories.push(...Object.values(instance.exports).filter((item) => item instanceof WebAssembly.Memory))
      return instance
    }
    const imports = { ...wasi, [VALUES_IMPORT]: openValues() }
    const exports = life.run(() =>
      this.#glue.instantiate((name) => this.#modules.get(name), imports, makeCore),
    )
    // Awaited only when it is a promise of the glue: a component may export a function 'then'.
    return {
      exports: exports instanceof Promise ? await exports : exports,
      output,
      denials,
      files,
      network,
      state,
      memories,
      life,
    }
  }
}

async function compileModules(folder: string): Promise<ReadonlyMap<string, WebAssembly.Module>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.wasm'))
  const compile = async (name: string) =>
    [name, await WebAssembly.compile(await readFile(join(folder, name)))] as const
  return new Map(await Promise.all(names.map(compile)))
}

interface Compiled {
  readonly glue: Glue
  readonly modules: ReadonlyMap<string, WebAssembly.Module>
}

interface OpenOptions {
  readonly folder: string
  readonly environment: readonly (readonly [string, string])[]
  readonly files: FileGrants
  readonly limits: GuestLimits
  readonly flows: FlowTable
  readonly stateRequests: StateRequests
}
