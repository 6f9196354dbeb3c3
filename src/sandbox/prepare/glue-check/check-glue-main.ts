import { readFileSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'

import { whyNotGlue } from './check-glue.ts'
import { pinnedVocabulary } from './vocabulary.ts'

// A thread of the server: what it reads was written by a process that read a stranger's component.

const vocabulary = pinnedVocabulary()

parentPort?.on('message', (path: string) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
  parentPort?.postMessage(whyNotGlue(readFileSync(path, 'utf8'), vocabulary))
})
