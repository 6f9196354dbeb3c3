import { IoError } from '../io/error.ts'
import { Descriptor, DirectoryEntryStream } from './descriptor.ts'

/** The imports of `wasi:filesystem` 0.2: no folder is granted. */
export function createFilesystem(): Record<string, object> {
  return {
    'wasi:filesystem/preopens': { getDirectories: (): [Descriptor, string][] => [] },
    'wasi:filesystem/types': { Descriptor, DirectoryEntryStream, filesystemErrorCode },
  }
}

/** The file system's own code behind the error of a stream. */
function filesystemErrorCode(error: IoError): string | undefined {
  const cause = IoError.causeOf(error)
  return cause.kind === 'filesystem' ? cause.code : undefined
}
