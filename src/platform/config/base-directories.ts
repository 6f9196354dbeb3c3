import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

import type { ProcessEnvironment } from './config.ts'

/** The folders of one user, each absolute, or null where neither its variable nor a home folder is known. */
export interface BaseDirectories {
  readonly home: string | null
  readonly config: string | null
  readonly data: string | null
  readonly cache: string | null
  /** For logs and other traces of what happened. */
  readonly state: string | null
}

/**
 * Finds the folders of the user: XDG everywhere but on Windows, where it is `%APPDATA%` and `%LOCALAPPDATA%`.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function baseDirectories(env: ProcessEnvironment): BaseDirectories {
  const home = homeDirectory(env)
  const under = (...segments: readonly string[]) => (home === null ? null : join(home, ...segments))
  if (process.platform === 'win32') {
    return {
      home,
      config: absolute(env['APPDATA']) ?? under('AppData', 'Roaming'),
      data: absolute(env['APPDATA']) ?? under('AppData', 'Roaming'),
      cache: absolute(env['LOCALAPPDATA']) ?? under('AppData', 'Local'),
      state: absolute(env['LOCALAPPDATA']) ?? under('AppData', 'Local'),
    }
  }
  return {
    home,
    config: absolute(env['XDG_CONFIG_HOME']) ?? under('.config'),
    data: absolute(env['XDG_DATA_HOME']) ?? under('.local', 'share'),
    cache: absolute(env['XDG_CACHE_HOME']) ?? under('.cache'),
    state: absolute(env['XDG_STATE_HOME']) ?? under('.local', 'state'),
  }
}

function homeDirectory(env: ProcessEnvironment): string | null {
  const named = process.platform === 'win32' ? env['USERPROFILE'] : env['HOME']
  return absolute(named) ?? absolute(homedirOrNothing())
}

function homedirOrNothing(): string | undefined {
  try {
    return homedir()
  } catch {
    return undefined
  }
}

/** "If an implementation encounters a relative path in any of these variables it should … ignore it" (XDG). */
function absolute(path: string | undefined): string | null {
  return path !== undefined && isAbsolute(path) ? path : null
}
