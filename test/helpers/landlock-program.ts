import { execFile } from 'node:child_process'
import { access, chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { CACHE, withLock } from './debian-program.ts'

const run = promisify(execFile)

const FOLDER = join(CACHE, 'setpriv')
/** Debian 13, the first with a setpriv that knows Landlock and filters. */
const SUITE = 'trixie'
const PACKAGES = ['util-linux', 'libc6', 'libcap-ng0']

/** A folder with a `setpriv` that knows Landlock and filters: where the machine's is older, that of a newer Debian with its libraries. */
export async function findLandlockPrograms(): Promise<string> {
  const own = '/usr/bin'
  if (await knowsFilters(join(own, 'setpriv'))) return own
  const folder = join(FOLDER, 'bin')
  const isThere = () =>
    access(folder).then(
      () => true,
      () => false,
    )
  if (!(await isThere())) {
    await withLock(FOLDER, async () => {
      if (!(await isThere())) await unpack()
    })
  }
  return folder
}

async function knowsFilters(program: string): Promise<boolean> {
  const { stdout } = await run(program, ['--help']).catch(() => ({ stdout: '' }))
  return stdout.includes('--seccomp-filter')
}

async function unpack(): Promise<void> {
  const folder = await mkdtemp(join(CACHE, 'apt-'))
  try {
    await download(folder)
    const made = join(folder, 'made')
    await mkdir(made)
    await mkdir(join(made, 'root'))
    for (const name of (await readdir(folder)).filter((entry) => entry.endsWith('.deb'))) {
      await run('dpkg', ['-x', name, join(made, 'root')], { cwd: folder })
    }
    await mkdir(join(made, 'bin'))
    await writeFile(join(made, 'bin', 'setpriv'), await shim(join(made, 'root')))
    await chmod(join(made, 'bin', 'setpriv'), 0o755)
    await rename(made, FOLDER)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function at(...path: readonly string[]): string {
  return `'${join(FOLDER, 'root', ...path)}'`
}

/** Starts it with the libraries that it came with. */
async function shim(root: string): Promise<string> {
  const machine = (await readdir(join(root, 'usr', 'lib'))).find((name) => name.includes('-linux-')) ?? ''
  const libraries = join('usr', 'lib', machine)
  const loader = (await readdir(join(root, libraries))).find((name) => name.startsWith('ld-linux')) ?? ''
  return `#!/bin/sh\nexec ${at(libraries, loader)} --library-path ${at(libraries)} ${at('usr', 'bin', 'setpriv')} "$@"\n`
}

/** From where the machine has its packages, with lists of our own. */
async function download(folder: string): Promise<void> {
  for (const part of ['lists/partial', 'cache/archives/partial']) {
    await mkdir(join(folder, 'apt', part), { recursive: true })
  }
  const sources = join(folder, 'newer.list')
  await writeFile(sources, `deb ${await mirror()} ${SUITE} main\n`)
  const options = [
    `Dir::Etc::sourcelist=${sources}`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::lists=${join(folder, 'apt', 'lists')}`,
    `Dir::Cache=${join(folder, 'apt', 'cache')}`,
  ].flatMap((option) => ['-o', option])
  await run('apt-get', [...options, 'update'], { cwd: folder })
  await run('apt-get', [...options, 'download', ...PACKAGES], { cwd: folder })
}

async function mirror(): Promise<string> {
  const { stdout } = await run('apt-get', ['indextargets', '--format', '$(SITE)', 'Created-By: Packages'])
  const found = stdout.split('\n').find((site) => /\/debian\/?$/.test(site))
  if (found === undefined) throw new Error('This machine has no packages of Debian: install util-linux 2.41')
  return found
}
