import { fileURLToPath } from 'node:url'

import { build, type BuildOptions } from 'rolldown'

// Joins modules of ours into few files, in the folder that the compiler writes: finding, reading and linking them one by
// one is a third of what a start takes. Entries keep their names, so whoever starts them finds them as before.

const DIST = fileURLToPath(new URL('../dist/', import.meta.url))

/** What comes from a package stays there. */
const PACKAGE = /^@?[a-z]/

/** The files of a sandbox process: each whole, so that it has to find nothing else. */
const GUEST_ENTRIES = ['component-main', 'inspect-main', 'jco-host']

/** Holds what jco's tools printed: joined into another file as well, there would be two of it, one of them empty. */
const KEPT_APART = /\/jco-host\.js$/

const COMMAND: BuildOptions = {
  input: `${DIST}main.js`,
  output: { dir: DIST, entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' },
}

function guestEntry(name: string): BuildOptions {
  const file = `${DIST}sandbox/guest-process/${name}.js`
  return {
    input: file,
    output: { file, codeSplitting: false },
    external: name === 'jco-host' ? PACKAGE : [PACKAGE, KEPT_APART],
  }
}

/** A thread of the server, whole with the parser that it needs: each load waits for its start. */
const THREAD = `${DIST}sandbox/prepare/glue-check/check-glue-main.js`

const THREAD_ENTRY: BuildOptions = {
  input: THREAD,
  output: { file: THREAD, codeSplitting: false },
}

for (const options of [...GUEST_ENTRIES.map(guestEntry), THREAD_ENTRY, { ...COMMAND, external: PACKAGE }]) {
  await build({ ...options, platform: 'node', logLevel: 'warn' })
}
