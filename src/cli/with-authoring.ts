import type { Authoring, FetchOptions } from '#authoring'

import type { CliContext } from './cli-context.ts'
import { ProgressLine } from './output/progress-line.ts'

/**
 * Runs `action` with what works at registries, a progress line on a terminal, and every connection ended after it.
 *
 * `typedReference` is the one reference that the command is about, where there is one.
 */
export async function withAuthoring<T>(
  context: CliContext,
  action: (authoring: Authoring, options: FetchOptions) => Promise<T>,
  typedReference?: string,
): Promise<T> {
  const config = await context.loadConfig({ defaultLogLevel: 'warn' })
  const artifacts = { ...config.artifacts, typedReference }
  await using authoring = await context.openAuthoring({ ...config, artifacts })
  const line = new ProgressLine(context.stderr)
  try {
    return await action(authoring, { signal: context.signal, onProgress: (progress) => line.show(progress) })
  } finally {
    line.clear()
  }
}
