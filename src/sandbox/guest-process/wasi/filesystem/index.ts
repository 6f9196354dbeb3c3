import type { GuestContext } from '../guest-context.ts'
import { IoError } from '../io/error.ts'
import { Descriptor, DirectoryEntryStream } from './descriptor.ts'
import { InstanceFiles } from './instance-files.ts'
import { preopensOf } from './preopens.ts'

/** The imports of `wasi:filesystem` 0.2: what `guest.files` grants, and nothing without it. */
export function createFilesystem(guest: GuestContext): Record<string, object> {
  const preopens = guest.files === undefined ? () => [] : preopensIn(new InstanceFiles(guest.files, guest))
  return {
    'wasi:filesystem/preopens': { getDirectories: preopens },
    'wasi:filesystem/types': { Descriptor, DirectoryEntryStream, filesystemErrorCode },
  }
}

function preopensIn(files: InstanceFiles): () => [Descriptor, string][] {
  return () =>
    preopensOf(files).map(({ path, place }) => [new Descriptor(files, { kind: 'folder', place }), path])
}

/** The file system's own code behind the error of a stream. */
function filesystemErrorCode(error: IoError): string | undefined {
  const cause = IoError.causeOf(error)
  return cause.kind === 'filesystem' ? cause.code : undefined
}
