import { spawn } from 'node:child_process'

/** Runs a tool of a tool chain in `cwd`; its output goes to standard error. */
export async function runTool(
  command: readonly [string, ...string[]],
  options: { readonly cwd: string; readonly missing: string; readonly env?: NodeJS.ProcessEnv },
): Promise<void> {
  const [file, ...args] = command
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', process.stderr, process.stderr],
  })
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  child.once('error', reject)
  child.once('close', resolve)
  const code = await promise.catch((cause: unknown) => {
    throw new Error(`Cannot run '${file}'. ${options.missing}`, { cause })
  })
  if (code !== 0) throw new Error(`'${command.join(' ')}' ended with code ${code}. ${options.missing}`)
}
