import { fileURLToPath } from 'node:url'

import { build } from 'rolldown'

/** What is only loaded by a process of its own, from the folder that the compiler writes. */
const ENTRIES = [
  'sandbox/guest-process/component-main.js',
  'sandbox/guest-process/transpile-main.js',
  'sandbox/guest-process/jco-host.js',
]

// Joins the modules of each entry into the file of that name: finding, reading and linking them one by one is half of
// what it takes to start a sandbox process. The entries stay where they are, so they find each other as before.
for (const entry of ENTRIES) {
  const file = fileURLToPath(new URL(`../dist/${entry}`, import.meta.url))
  await build({
    input: file,
    platform: 'node',
    external: /^@bytecodealliance\//,
    output: { file, format: 'esm', codeSplitting: false },
    logLevel: 'warn',
  })
}
