import { access, mkdir } from 'node:fs/promises'
import { join } from 'node:path'

import { findDebianProgram } from '../../test/helpers/debian-program.ts'
import { runTool } from '../build-guests/run-tool.ts'

/** The programs of others that read and write the same registries, by name. */
export interface Programs {
  /** Paths of `oras`, `crane`, `cosign`, `wkg` and `skopeo`. */
  readonly paths: Readonly<Record<string, string>>
  readonly versions: Readonly<Record<string, string>>
  /** Debian's docker-registry. */
  readonly registry: string
}

const GO_MODULES = {
  oras: ['oras.land/oras/cmd/oras', 'v1.3.6'],
  crane: ['github.com/google/go-containerregistry/cmd/crane', 'v0.22.1'],
  cosign: ['github.com/sigstore/cosign/v3/cmd/cosign', 'v3.1.3'],
} as const
const WKG_VERSION = '0.16.1'

/** Finds the programs in `folder`, and builds there what is missing: with Go and Rust that takes some twenty minutes, once. */
export async function findPrograms(folder: string): Promise<Programs> {
  await mkdir(folder, { recursive: true })
  const bin = join(folder, 'bin')
  for (const [name, [module, version]] of Object.entries(GO_MODULES)) {
    if (await isThere(join(bin, name))) continue
    const options = { cwd: folder, missing: 'Install Go 1.26 or newer', env: { GOBIN: bin } }
    await runTool(['go', 'install', `${module}@${version}`], options)
  }
  if (!(await isThere(join(bin, 'wkg')))) {
    const command = [
      'cargo',
      'install',
      'wkg',
      '--version',
      WKG_VERSION,
      '--locked',
      '--root',
      folder,
    ] as const
    await runTool(command, { cwd: folder, missing: 'Install Rust 1.95 or newer' })
  }
  const skopeo = await findDebianProgram({ name: 'skopeo', package: 'skopeo', needsLibraries: true })
  const built = [...Object.keys(GO_MODULES), 'wkg'].map((name) => [name, join(bin, name)])
  const versions = Object.entries(GO_MODULES).map(([name, [, version]]) => [name, version.slice(1)])
  return {
    paths: { ...Object.fromEntries(built), skopeo },
    versions: {
      ...Object.fromEntries(versions),
      wkg: WKG_VERSION,
      skopeo: 'of Debian',
      go: 'of this machine',
    },
    registry: await findDebianProgram({ name: 'docker-registry', package: 'docker-registry' }),
  }
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
