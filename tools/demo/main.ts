import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'

import { EmbeddedRegistry } from '../embedded-registry/embedded-registry.ts'
import { pushComponent } from '../embedded-registry/push-component.ts'
import { textOf } from './text-of.ts'

const WASSETTE = fileURLToPath(new URL('../../bin/wassette', import.meta.url))
const COMPONENT = fileURLToPath(new URL('../../examples/charcount/charcount.wasm', import.meta.url))
const REPOSITORY = 'me/charcount'
const LOGIN = { kind: 'bearer', username: 'me', password: 'a password for this demo' } as const
const TEXTS = { 'hello wasm mcp': '14', ほげ: '2' }

/** Plays the story of the README: publish, log in, load, call. Everything happens on loopback and in a scratch folder. */
async function playDemo(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'wassette-demo-'))
  const registry = await EmbeddedRegistry.start(LOGIN)
  const client = new Client({ name: 'wassette-demo', version: '1.0.0' })
  try {
    await publish(registry)
    await logIn(home, registry.host)
    await client.connect(server(home))
    step('An MCP client is connected to `wassette serve --stdio`')
    const tool = await load(client, `oci://${registry.host}/${REPOSITORY}:0.1.0`)
    for (const [text, expected] of Object.entries(TEXTS)) await count(client, tool, { text, expected })
  } finally {
    await client.close()
    await registry.close()
    await rm(home, { recursive: true, force: true })
  }
  console.log(
    `\nYour turn: register the server with your client, for example\n\n  claude mcp add -- wassette ${WASSETTE} serve --stdio\n`,
  )
}

async function publish(registry: EmbeddedRegistry): Promise<void> {
  await pushComponent(registry.pushTarget(REPOSITORY, '0.1.0'), await readFile(COMPONENT))
  step(`A registry that needs a login runs at ${registry.host} and holds ${REPOSITORY}:0.1.0`)
}

/** Writes what `docker login` leaves behind. */
async function logIn(home: string, host: string): Promise<void> {
  const auth = Buffer.from(`${LOGIN.username}:${LOGIN.password}`).toString('base64')
  await mkdir(join(home, '.docker'))
  await writeFile(join(home, '.docker', 'config.json'), JSON.stringify({ auths: { [host]: { auth } } }))
  step('The login is in the Docker configuration')
}

function server(home: string): StdioClientTransport {
  return new StdioClientTransport({
    command: process.execPath,
    args: [WASSETTE, 'serve', '--stdio'],
    env: { HOME: home, PATH: process.env['PATH'] ?? '', WASSETTE_LOG: 'error' },
  })
}

async function load(client: Client, path: string): Promise<string> {
  console.log(`\n  load-component ${path}`)
  const loaded = await client.callTool(
    { name: 'load-component', arguments: { path } },
    { onprogress: ({ message, progress }) => console.log(`    ${message ?? ''} (${progress})`) },
  )
  console.log(`    ${textOf(loaded)}`)
  const { tools } = await client.listTools()
  const tool = tools.find(({ name }) => name.includes('count'))
  if (tool === undefined) throw new Error('The component has no tool to count with')
  return tool.name
}

async function count(
  client: Client,
  tool: string,
  { text, expected }: { text: string; expected: string },
): Promise<void> {
  const answer = textOf(await client.callTool({ name: tool, arguments: { text } }))
  console.log(`\n  ${tool} "${text}"\n    ${answer}`)
  if (answer !== expected) throw new Error(`Expected ${expected} characters, got ${answer}`)
}

function step(text: string): void {
  console.log(`✓ ${text}`)
}

await playDemo()
