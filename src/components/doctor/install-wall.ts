import { createHash } from 'node:crypto'
import { lstat, mkdtemp, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { type Config, makeFolder, TEMPORARY_PREFIX, writeFileAtomically } from '#platform'
import { unpackedPrograms } from '#sandbox'

import {
  type AptPackage,
  type AptPlace,
  downloadPackage,
  findPackage,
  refusal,
  runThere,
} from './apt-package.ts'

const PACKAGE = 'bubblewrap'

/** The package has some 50 kB. */
const MAX_BYTES = 4 * 1024 * 1024

/** What a person is asked about: the package, and where its program goes. */
export type WallOffer = AptPackage & { readonly target: string }

/**
 * Unpacks bubblewrap from the package of this Debian into a folder of the user, without root, when `agree` resolves.
 *
 * @throws CodedError `WALL_NOT_INSTALLED`, and what `agree` throws
 */
export async function installWall(
  { wallDir, artifacts }: Pick<Config, 'wallDir' | 'artifacts'>,
  agree: (offer: WallOffer) => Promise<void>,
): Promise<void> {
  if (wallDir === null) throw refusal('no home folder is known')
  await makeFolder(wallDir, { mode: 0o700 })
  const folder = await mkdtemp(join(wallDir, TEMPORARY_PREFIX))
  try {
    const place = { folder, environment: artifacts.helperEnvironment }
    const found = await findPackage(PACKAGE, place)
    const target = join(unpackedPrograms(wallDir), 'bwrap')
    if (found.bytes > MAX_BYTES) throw refusal(`${found.bytes} bytes are more than it can have`)
    await agree({ ...found, target })
    await downloadPackage(PACKAGE, place)
    const program = await unpackVerified(found, place)
    await makeFolder(dirname(target), { mode: 0o700 })
    await writeFileAtomically(target, program, { mode: 0o700 })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Of what is in it, the one program is taken over. */
async function unpackVerified({ fileName, sha256 }: AptPackage, place: AptPlace): Promise<Uint8Array> {
  const file = join(place.folder, fileName)
  const hash = createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
  if (hash !== sha256) throw refusal('what was downloaded is not what was shown')
  const unpacked = join(place.folder, 'unpacked')
  await runThere('dpkg-deb', ['--extract', file, unpacked], place)
  const program = join(unpacked, 'usr', 'bin', 'bwrap')
  if (!(await lstat(program)).isFile()) throw refusal('there is no such program in it')
  return readFile(program)
}
