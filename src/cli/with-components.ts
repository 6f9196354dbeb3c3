import { shellWord } from '#platform'
import type { Config, ConfigFlags } from '#platform'

import type { CliContext, Composition } from './cli-context.ts'

/** Flags that every command takes. */
export interface CommonFlags {
  readonly componentDir?: string
  /** The old spelling of `--component-dir`. */
  readonly pluginDir?: string
  readonly lock?: string
  readonly pinned?: boolean
  /** Of `component load` alone: a model must not be able to ask for it. */
  readonly insecureSkipVerify?: boolean
}

/** The settings that these flags name. */
export function commonSettings(flags: CommonFlags): ConfigFlags {
  const { componentDir, pluginDir, lock, pinned, insecureSkipVerify } = flags
  return {
    componentDir: componentDir ?? pluginDir,
    lockFile: lock,
    isPinned: pinned,
    skipVerify: insecureSkipVerify,
  }
}

/** These flags once more, for a command that a message tells to run next. */
export function flagsAgain({ componentDir, pluginDir, lock }: CommonFlags): string {
  const folder = componentDir ?? pluginDir
  const words = [...(folder ? ['--component-dir', folder] : []), ...(lock ? ['--lock', lock] : [])]
  return words.map((word) => ` ${shellWord(word)}`).join('')
}

/** Runs `action` with the components of the folder that the flags name, and ends every sandbox process after it. */
export async function withComponents<T>(
  context: CliContext,
  flags: CommonFlags,
  action: (composition: Composition, config: Config) => Promise<T>,
): Promise<T> {
  const config = await context.loadConfig({ ...commonSettings(flags), defaultLogLevel: 'warn' })
  const composition = await context.compose(config)
  try {
    await composition.components.settle()
    return await action(composition, config)
  } finally {
    await composition.components.close()
  }
}
