import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { findDebianProgram } from '../debian-program.ts'
import { listenOnLoopback, serveHttp } from '../loopback-server.ts'
import { type Cleaner, temporaryFolder } from '../temporary-folder.ts'
import type { KeptServer } from './try-smuggling.ts'

/** Node's own, with a handler that reads no body. */
export async function startNode(context: Cleaner): Promise<KeptServer> {
  const seen: string[] = []
  const host = await serveHttp(context, (request, response) => {
    seen.push(`${request.method} ${request.url}`)
    response.end('ok')
  })
  return { host, seen: () => seen }
}

/** `http.server` with HTTP/1.1 and a handler that reads no body, which is then the next request on the connection. */
const PYTHON = `
import http.server
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def answer(self):
        print('seen', self.command, self.path, flush=True)
        self.send_response(200); self.send_header('content-length', '2'); self.end_headers()
        if self.command != 'HEAD': self.wfile.write(b'ok')
    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_TRACE = answer
    def log_message(self, *arguments): pass
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
print('port', server.server_port, flush=True)
server.serve_forever()
`

export function startPython(context: Cleaner): Promise<KeptServer> {
  return startTelling(context, ['python3', '-u', '-c', PYTHON])
}

/** A program that prints `port 1234` once, and `seen METHOD PATH` for each request. */
export async function startTelling(
  context: Cleaner,
  [command, ...args]: readonly [string, ...string[]],
): Promise<KeptServer> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  context.after(async () => void child.kill('SIGKILL'))
  let told = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (told += text))
  let port = portIn(told)
  for (; port === null; port = portIn(told)) {
    if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}`)
    await sleep(10)
  }
  const seen = (): string[] => [...told.matchAll(/^seen (.*)$/gm)].map(([, line = '']) => line)
  return { host: `127.0.0.1:${port}`, seen }
}

function portIn(told: string): string | null {
  return /^port (\d+)$/m.exec(told)?.[1] ?? null
}

/** Debian's nginx. */
export async function startNginx(context: Cleaner): Promise<KeptServer> {
  const nginx = await findDebianProgram({ name: 'nginx', package: 'nginx' })
  const folder = await temporaryFolder(context)
  const host = await freeAddress()
  await mkdir(join(folder, 'logs'))
  const config = join(folder, 'nginx.conf')
  await writeFile(config, nginxConfig(folder, host))
  const child = spawn(nginx, ['-p', folder, '-c', config, '-e', join(folder, 'error.log')], {
    stdio: 'inherit',
  })
  const ended = once(child, 'exit')
  context.after(async () => {
    child.kill('SIGTERM')
    await ended
  })
  await untilItListens(host)
  return {
    host,
    seen: async () => {
      // It writes its log when a request is over.
      await sleep(200)
      const log = await readFile(join(folder, 'access.log'), 'utf8')
      return log.split('\n').filter((line) => line !== '')
    },
  }
}

function nginxConfig(folder: string, host: string): string {
  return `daemon off; master_process off; pid ${folder}/pid;
events {}
http {
  log_format requests '$request_method $request_uri';
  access_log ${folder}/access.log requests;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  server { listen ${host}; location / { return 200 ok; } }
}`
}

async function freeAddress(): Promise<string> {
  const cleanups: (() => Promise<void>)[] = []
  const host = await listenOnLoopback({ after: (clean) => void cleanups.push(clean) }, createServer())
  for (const clean of cleanups) await clean()
  return host
}

async function untilItListens(host: string): Promise<void> {
  for (;;) {
    const isThere = await fetch(`http://${host}/v1`).then(
      () => true,
      () => false,
    )
    if (isThere) return
    await sleep(20)
  }
}
