import type { Authoring, FetchOptions } from '#authoring'

import type { CliContext } from './cli-context.ts'
import { ProgressLine } from './progress-line.ts'

/** Runs `action` with what works at registries, a progress line on a terminal, and every connection ended after it. */
export async function withAuthoring<T>(
  context: CliContext,
  action: (authoring: Authoring, options: FetchOptions) => Promise<T>,
): Promise<T> {
  const config = await context.loadConfig({ defaultLogLevel: 'warn' })
  await using authoring = await context.openAuthoring(config)
  const line = new ProgressLine(context.stderr)
  try {
    return await action(authoring, { signal: context.signal, onProgress: (progress) => line.show(progress) })
  } finally {
    line.clear()
  }
}
