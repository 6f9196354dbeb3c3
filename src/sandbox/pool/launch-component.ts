import type { Logger } from '#platform'

import { NO_FILES, resolveFileAccess } from '../process/file-access.ts'
import { ownCode } from '../process/own-code.ts'
import { withRealPaths } from '../process/package-folders.ts'
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
  const closed = files.allow.some(({ write }) => write) ? [...ownCode(), ...programsOf(isolation)] : []
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
  const started = new SandboxProcess(options, onMessage)
  started.send({ kind: 'open', folder, environment, files: access.grants, limits })
  return started
}

/** What the wall itself is: whoever writes there is the server's next child without one. */
function programsOf(isolation: ComponentImage['isolation']): readonly string[] {
  const command = [process.execPath]
  const [program] = isolation.wrap({ command, readable: [], writable: [] })
  return program === undefined ? [] : withRealPaths([program])
}
