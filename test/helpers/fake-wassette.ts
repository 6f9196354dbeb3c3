// The command with fake components behind it: `node --conditions=wassette-source fake-wassette.ts run`.
import { setTimeout as sleep } from 'node:timers/promises'

import { runCli } from '#cli'
import type { CallResult } from '#components'
import { createPinoLogger, loadConfig } from '#platform'

import { FakeComponents, greetTool } from './fake-components.ts'
import { openAuthoring } from './open-authoring.ts'
import { openBundles } from './open-bundles.ts'
import { openCache } from './open-cache.ts'
import { openSecrets } from './open-secrets.ts'

const cancelled = Promise.withResolvers<string>()
const shutdown = new AbortController()
process.once('SIGTERM', () => shutdown.abort())

process.exitCode = await runCli(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  version: '0.0.0',
  signal: shutdown.signal,
  loadConfig,
  openAuthoring,
  openCache,
  openBundles,
  async compose(config) {
    const logger = await createPinoLogger(config.logLevel)
    return { components: fakeComponents(), secrets: openSecrets(config), hideValue: () => {}, logger }
  },
})

function fakeComponents(): FakeComponents {
  return new FakeComponents(
    [{ id: 'first', tools: [greetTool('greet'), greetTool('wait'), greetTool('cancelled')] }],
    {
      async load(reference, { onProgress }) {
        if (!reference.startsWith('oci://')) throw new Error(`Cannot load '${reference}'`)
        for (const done of [0, 1, 2]) onProgress?.({ message: `step ${done}`, done, total: 2 })
        return { id: 'second', tools: [greetTool('added')] }
      },
      async call(toolName, _args, { signal }) {
        if (toolName === 'greet') return returned('called greet')
        if (toolName === 'cancelled') return returned(await cancelled.promise)
        await sleep(60_000, undefined, { signal }).catch(() => cancelled.resolve('a call was cancelled'))
        return { kind: 'returned-nothing' }
      },
    },
  )
}

function returned(value: string): CallResult {
  return { kind: 'returned', json: JSON.stringify(value), isError: false }
}
