import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { GUEST_CACHE, REPOSITORY, type GuestFolder } from './guest-folder.ts'
import { runTool } from './run-tool.ts'

const PACKAGE = 'componentize-py==0.25.1'
const MISSING = `Building it needs Python 3.10 or newer with venv, and ${PACKAGE} from PyPI`
const ENVIRONMENT = join(GUEST_CACHE, 'python')

/** Builds a guest from Python (`app.py`) with CPython inside. */
export async function buildPython(guest: GuestFolder): Promise<Uint8Array> {
  const tool = join(ENVIRONMENT, 'bin/componentize-py')
  if (!existsSync(tool)) await installComponentizePy()
  const output = join(GUEST_CACHE, `${guest.name}.unfinished`)
  await runTool([tool, '-q', '-d', 'world.wit', 'componentize', 'app', '-o', output], {
    cwd: guest.path,
    env: { PYTHONDONTWRITEBYTECODE: '1' },
    missing: MISSING,
  })
  return readFile(output)
}

async function installComponentizePy(): Promise<void> {
  const options = { cwd: REPOSITORY, missing: MISSING }
  await runTool(['python3', '-m', 'venv', ENVIRONMENT], options)
  await runTool([join(ENVIRONMENT, 'bin/pip'), 'install', '--quiet', PACKAGE], options)
}
