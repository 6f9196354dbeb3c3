/** A room of the house and the rooms it may import. `platform` may be imported by all and is not repeated. */
export interface Room {
  /** Folder beneath `src/`, or the one file that is the room. */
  readonly path: string
  readonly holds: string
  readonly imports: readonly string[]
}

/** Which room may import which. Arrows only point down this list. */
export const ROOMS: Readonly<Record<string, Room>> = {
  main: { path: 'main.ts', holds: 'the command: arguments in, exit code out', imports: ['compose', 'cli'] },
  compose: {
    path: 'compose.ts',
    holds: 'chooses concrete classes and joins the rooms',
    imports: ['authoring', 'components', 'sandbox', 'artifacts', 'policy', 'secrets'],
  },
  cli: {
    path: 'cli/',
    holds: 'commands, what a terminal shows',
    imports: ['mcp', 'authoring', 'components', 'policy'],
  },
  mcp: {
    path: 'mcp/',
    holds: 'the MCP server, its transports and built-in tools',
    imports: ['components', 'policy'],
  },
  authoring: {
    path: 'authoring/',
    holds: 'what authors and operators do at registries: publish, pull, copy, look',
    imports: ['artifacts', 'policy', 'wit'],
  },
  components: {
    path: 'components/',
    holds: 'use cases: load, unload, list, call; the catalog',
    imports: ['sandbox', 'artifacts', 'policy', 'secrets', 'wit'],
  },
  sandbox: {
    path: 'sandbox/',
    holds: 'sandbox processes, their protocol and limits',
    imports: ['policy', 'wit', 'addresses'],
  },
  'guest-process': {
    path: 'sandbox/guest-process/',
    holds: 'runs only inside a sandbox process: glue, WASI host',
    imports: [],
  },
  artifacts: {
    path: 'artifacts/',
    holds: 'from a reference to verified bytes kept by digest',
    imports: ['addresses'],
  },
  policy: {
    path: 'policy/',
    holds: 'policy documents and decisions; decisions are pure',
    imports: ['addresses'],
  },
  secrets: {
    path: 'secrets/',
    holds: 'values given to components: stored apart, bound to hosts',
    imports: ['addresses'],
  },
  wit: { path: 'wit/', holds: 'WIT types, JSON Schema, values both ways; pure', imports: [] },
  addresses: {
    path: 'addresses/',
    holds: 'what hosts and addresses are, and where they lead; pure',
    imports: [],
  },
  platform: { path: 'platform/', holds: 'errors, logger, configuration, atomic files', imports: [] },
}

/** What both halves of the sandbox share: what they say to each other and how, results too, and the rules about paths. */
export const SHARED_WITH_GUEST_PROCESS: readonly string[] = [
  'sandbox/protocol/',
  'wit/wire/',
  'policy/path-pattern.ts',
  'platform/coded-error.ts',
  'platform/character-end.ts',
]

/** Rooms that the guest process reads strangers' files with. It finds no door there: what a door needs may not be read. */
export const READERS_IN_GUEST_PROCESS: readonly string[] = ['wit/']
