import { registerHooks } from 'node:module'

const SHIM = '@bytecodealliance/preview2-shim/'
const HOST = import.meta.resolve(import.meta.url.endsWith('.ts') ? './jco-host.ts' : './jco-host.js')

/** The interfaces that jco's own components import, by the shim module that they expect them from. */
const SHIM_INTERFACES: Readonly<Record<string, readonly string[]>> = {
  cli: [
    'environment',
    'exit',
    'stderr',
    'stdin',
    'stdout',
    'terminal-input',
    'terminal-output',
    'terminal-stderr',
    'terminal-stdin',
    'terminal-stdout',
  ],
  clocks: ['monotonic-clock', 'wall-clock'],
  filesystem: ['preopens', 'types'],
  io: ['error', 'poll', 'streams'],
  random: ['random'],
}

/**
 * Gives jco's tools, which are components themselves, our own WASI host instead of preview2-shim.
 *
 * The shim brings the whole file system and starts a worker; a process that reads a stranger's file gets neither.
 */
export function giveJcoOurWasiHost(): void {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier.startsWith(SHIM)
        ? { url: `wasi-host:${specifier.slice(SHIM.length)}`, shortCircuit: true }
        : next(specifier, context),
    load: (url, context, next) =>
      url.startsWith('wasi-host:')
        ? { format: 'module', source: shimSource(url.slice('wasi-host:'.length)), shortCircuit: true }
        : next(url, context),
  })
}

function shimSource(name: string): string {
  const interfaces = SHIM_INTERFACES[name] ?? []
  const exports = interfaces.map(
    (item) => `export const ${camelCase(item)} = imports['wasi:${name}/${item}']`,
  )
  return [`import { JCO_IMPORTS as imports } from '${HOST}'`, ...exports].join('\n')
}

function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}
