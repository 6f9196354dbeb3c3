import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { readCustomSection, withoutCustomSection } from './custom-section.ts'
import type { FromInspectProcess, ToInspectProcess } from '../protocol.ts'
import { HostChannel } from './host-channel.ts'
import { giveJcoOurWasiHost } from './jco-imports.ts'
import { asyncImportsFor, importMapFor, unknownImports } from './wasi/index.ts'

type TranspileRequest = Extract<ToInspectProcess, { kind: 'transpile' }>

const PACKAGE_DOCS = 'package-docs'

/** The process that looks at one stranger's file: it reads that file, writes to one folder, and ends. */
class InspectProcessMain {
  readonly #channel = new HostChannel<ToInspectProcess>()
  #component: Uint8Array = new Uint8Array()

  run(): void {
    giveJcoOurWasiHost()
    this.#channel.listen((message) => void this.#answer(message))
  }

  async #answer(request: ToInspectProcess): Promise<void> {
    try {
      const answer =
        request.kind === 'inspect' ? await this.#inspect(request.file) : await this.#transpile(request)
      this.#channel.send(answer)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      this.#channel.send({ kind: 'inspect-failed', reason: 'invalid', message } satisfies FromInspectProcess)
    }
  }

  async #inspect(file: string): Promise<FromInspectProcess> {
    const { componentWit } = await import('@bytecodealliance/jco-transpile/wasm-tools')
    const bytes = await readFile(file)
    const packageDocs = readCustomSection(bytes, PACKAGE_DOCS)
    // jco refuses a component that carries the section.
    this.#component = packageDocs === null ? bytes : withoutCustomSection(bytes, PACKAGE_DOCS)
    return { kind: 'inspected', wit: await componentWit(this.#component), packageDocs }
  }

  async #transpile({ folder, imports, exports }: TranspileRequest): Promise<FromInspectProcess> {
    const unknown = unknownImports([...imports])
    if (unknown.length > 0) {
      return { kind: 'inspect-failed', reason: 'unknown-imports', message: unknown.join(', ') }
    }
    const { $init, generate } = await import('@bytecodealliance/jco-transpile/component')
    await $init
    const { files } = generate(this.#component, {
      name: 'component',
      noTypescript: true,
      noNodejsCompat: true,
      base64Cutoff: 0,
      instantiation: { tag: 'async' },
      map: importMapFor([...imports]),
      asyncMode: { tag: 'jspi', val: { imports: asyncImportsFor([...imports]), exports: [...exports] } },
    })
    const names = files.map(([name]) => (name === 'component.js' ? 'component.mjs' : name))
    await Promise.all(files.map(([, content], index) => writeFile(join(folder, names[index] ?? ''), content)))
    return { kind: 'transpiled', files: names }
  }
}

new InspectProcessMain().run()
