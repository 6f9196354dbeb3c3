import type { Logger } from '#platform'

import { NO_FILES, resolveFileAccess } from '../process/file-access.ts'
import { ownCode } from '../process/own-code.ts'
import { SandboxProcess } from '../process/sandbox-process.ts'
import { COMPONENT_FRAMES } from '../protocol/component-frames.ts'
import type { ComponentImage } from './component-image.ts'

/** Starts a process for a component, and has it open the component. */
export function launchComponent(
  { folder, environment, files = NO_FILES, limits, isolation }: ComponentImage,
  logger: Logger,
  onMessage: (message: unknown) => void,
): SandboxProcess {
  // Looking for it takes a moment, which whoever writes nothing need not wait for.
  const closed = files.allow.some(({ write }) => write) ? ownCode() : []
  const access = resolveFileAccess(files, [folder, ...closed])
  const options = {
    entry: 'component-main',
    frames: COMPONENT_FRAMES,
    readable: [folder],
    writable: [],
    files: access,
    memoryBytes: limits.memoryBytes,
    isolation,
    logger,
  } as const
  const process = new SandboxProcess(options, onMessage)
  process.send({ kind: 'open', folder, environment, files: access.grants, limits })
  return process
}
