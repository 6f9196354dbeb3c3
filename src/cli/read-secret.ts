import type { CliContext } from './cli-context.ts'
import { ExitError } from './exit-error.ts'

const LONGEST_BYTES = 1024 * 1024
const INTERRUPTED = 130

/** Reads one value: on a terminal a line that is not shown, else everything that comes, without the line break at its end. @throws ExitError */
export async function readSecret(key: string, context: CliContext): Promise<string> {
  const value = context.stdin.isTTY ? await readHidden(key, context) : await readAll(context)
  if (value === '') throw new ExitError(`Error: No value was given for '${key}'`)
  return value
}

async function readAll({ stdin }: CliContext): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > LONGEST_BYTES) throw new ExitError(`Error: A secret has ${LONGEST_BYTES} bytes at most`)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '')
}

async function readHidden(key: string, { stdin, stderr }: CliContext): Promise<string> {
  stderr.write(`Value of ${key} (not shown): `)
  // The terminal itself would show what is typed.
  stdin.setRawMode?.(true)
  try {
    return await readLine(stdin)
  } finally {
    stdin.setRawMode?.(false)
    stdin.pause()
    stderr.write('\n')
  }
}

function readLine(stdin: CliContext['stdin']): Promise<string> {
  let line = ''
  return new Promise((resolve, reject) => {
    const listener = (chunk: Buffer | string): void => {
      for (const character of chunk.toString()) {
        const end = endOf(character)
        if (end === null) line = withKey(line, character)
        else {
          stdin.off('data', listener)
          if (end === 'entered') resolve(line)
          else reject(new ExitError('Cancelled.', INTERRUPTED))
          return
        }
      }
    }
    stdin.on('data', listener).once('end', () => resolve(line))
  })
}

function endOf(character: string): 'entered' | 'cancelled' | null {
  if (character === '\r' || character === '\n' || character === '\u0004') return 'entered'
  return character === '\u0003' ? 'cancelled' : null
}

function withKey(line: string, character: string): string {
  const isBackspace = character === '\u007F' || character === '\b'
  return isBackspace ? Array.from(line).slice(0, -1).join('') : line + character
}
