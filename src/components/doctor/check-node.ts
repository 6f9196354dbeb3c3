import { type Check, failure, ok, warning } from './check.ts'

const REQUIRED_MAJOR = 24
const OTHER_NODE = `start it with Node ${REQUIRED_MAJOR} or newer`

/** What the checks need to know of the Node that runs this. */
export interface NodeFacts {
  readonly version: string
  /** Flags that this Node knows. */
  readonly knownFlags: ReadonlySet<string>
  /** Flags that it was started with. */
  readonly givenFlags: readonly string[]
  /** Whether WebAssembly can wait for a promise (JavaScript Promise Integration). */
  readonly hasJspi: boolean
}

/** The facts about the Node that runs this. */
export function nodeFacts(): NodeFacts {
  return {
    version: process.versions.node,
    knownFlags: process.allowedNodeEnvironmentFlags,
    givenFlags: process.execArgv.filter((flag) => flag.startsWith('--')),
    hasJspi: 'Suspending' in WebAssembly,
  }
}

/** Looks at Node: its version, what runs components, and what confines their processes. */
export function checkNode({ version, knownFlags, givenFlags, hasJspi }: NodeFacts): readonly Check[] {
  const flags = givenFlags.length === 0 ? '' : `, started with ${givenFlags.join(' ')}`
  return [
    Number.parseInt(version, 10) >= REQUIRED_MAJOR
      ? ok('Node', `${version}${flags}`)
      : failure('Node', version, OTHER_NODE),
    hasJspi
      ? ok('JSPI', 'components can wait for the network')
      : failure('JSPI', 'components cannot wait for the network', OTHER_NODE),
    knownFlags.has('--permission')
      ? ok('Permission model', 'sandbox processes get no files, programs, workers or addons')
      : failure('Permission model', 'this Node cannot confine sandbox processes', OTHER_NODE),
    knownFlags.has('--allow-net')
      ? ok('Network permission', 'sandbox processes get no sockets')
      : warning(
          'Network permission',
          'this Node cannot refuse sockets to sandbox processes: only our own host and the isolation do',
          'use Node 25 or newer, or an isolation by the operating system',
        ),
  ]
}
