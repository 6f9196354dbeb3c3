import assert from 'node:assert/strict'
import { readFile, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { inspect } from 'node:util'

import { grant } from '../../helpers/guest-files.ts'
import { listenOnLoopback } from '../../helpers/loopback-server.ts'
import { networkAccessBy } from '../../helpers/network-access.ts'
import { callGuest, guestFile, openSandbox } from '../../helpers/open-sandbox.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const folder = await temporaryFolder({ after })
await writeFile(join(folder, 'a'), '0123456789')
const files = { allow: [grant(`${folder}/**`, 'read', 'write'), grant(folder, 'read', 'write')], deny: [] }
const sandbox = await openSandbox({ after }, { files })
const host = await listenOnLoopback({ after }, createServer())

const LOOPBACK = [127, 0, 0, 1]
const port = Number(host.split(':')[1])

/** What a guest has noted of each function that it called, in the words of Rust. */
async function facts(guest: string, name: string, ...args: readonly unknown[]): Promise<unknown> {
  const network = networkAccessBy([
    { host, protocol: 'tcp' },
    { host, protocol: 'udp' },
  ])
  const outcome = await callGuest(sandbox, await guestFile(guest), {
    name,
    args,
    network,
    returnsResult: true,
  })
  assert.equal(outcome.kind, 'returned', inspect(outcome))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the glue's form of a WIT result
  return outcome.kind === 'returned' && (outcome.value as { readonly val: unknown }).val
}

describe('the functions of WASI 0.2 that other guests have no use for', () => {
  it('are there for files', async () => {
    assert.deepEqual(await facts('calls-the-rest', 'files', folder, 'a'), [
      'advise Ok(())',
      'advise-folder Err("is-directory")',
      'type Ok(DescriptorType::RegularFile)',
      'type-of-folder Ok(DescriptorType::Directory)',
      'same true',
      'same-as-folder false',
      'blocking-skip 2',
      'splice 3',
      'skip 1',
      'blocking-splice 2',
      'pollable true',
      'sync Ok(())',
      'sync-data Ok(())',
      'beyond Err("invalid")',
      'after-that Err("closed")',
    ])
    assert.equal(await readFile(join(folder, 'a.copy'), 'latin1'), '23467\0\0\0\0\0')
  })

  it('are there for HTTP', async () => {
    assert.deepEqual(await facts('calls-the-rest', 'http'), [
      'get [[49], [50]]',
      'has (true, false)',
      'delete Ok(())',
      'entries (3, 2)',
      'bad-name Err(HeaderError::InvalidSyntax)',
      'forbidden Err(HeaderError::Forbidden)',
      'method Method::Get',
      'parts (None, None, None)',
      'method Method::Other("BREW")',
      'parts (Some("/pot?size=1"), Some(Scheme::Other("coffee")), Some("a.example:80"))',
      'bad-method Err(())',
      'headers Err(HeaderError::Immutable)',
      'timeouts (Some(18446744073709551615), Some(2), None)',
      'status 200',
      'set-status Ok(())',
      'bad-status Err(())',
      'status 418',
      'response-has true',
      'body true',
      'body-again false',
    ])
  })

  it('are there for TCP', async () => {
    assert.deepEqual(await facts('calls-the-rest', 'tcp', host), [
      'family IpAddressFamily::Ipv4',
      'local Err("invalid-state")',
      'remote Err("invalid-state")',
      'keep-alive Ok(true)',
      'idle-time Ok(3000000000)',
      'interval Ok(2000000000)',
      'count Ok(4)',
      'hops Ok(7)',
      'receive-buffer Ok(1024)',
      'send-buffer Ok(2048)',
      'no-hops Err("invalid-argument")',
      'backlog Err("not-supported")',
      'listening false',
      'accept Err("invalid-state")',
      'waits 1',
      'is-remote true',
    ])
  })

  it('are there for UDP', async () => {
    assert.deepEqual(await facts('calls-the-rest', 'udp', host), [
      'family IpAddressFamily::Ipv4',
      'local Err("invalid-state")',
      'hops Ok(7)',
      'receive-buffer Ok(1024)',
      'send-buffer Ok(2048)',
      'remote Err("invalid-state")',
      'bound true',
      'is-remote true',
    ])
  })
})

describe('the functions of WASI 0.3 that other guests have no use for', () => {
  it('are there for files', async () => {
    await writeFile(join(folder, 'b'), '0123456789')
    await symlink('b', join(folder, 'link-to-it'))
    assert.deepEqual(await facts('calls-the-rest-async', 'files', folder, 'b'), [
      'advise Ok(())',
      'advise-folder Err(ErrorCode::IsDirectory)',
      'flags Ok(DescriptorFlags(READ | WRITE))',
      'types (Ok(DescriptorType::RegularFile), Ok(DescriptorType::Directory))',
      'set-size Ok(())',
      'set-times Ok(())',
      'stat Ok((4, Some(Instant { seconds: 1000000000, nanoseconds: 0 })))',
      'sync (Ok(()), Ok(()))',
      'set-times-at Ok(())',
      'symlink-at Err(ErrorCode::NotPermitted)',
      'link-at Err(ErrorCode::NotPermitted)',
      'readlink-at Err(ErrorCode::Invalid)',
      'readlink-at Ok("b")',
      'same (true, false)',
      'same-hash true',
    ])
  })

  it('are there for HTTP', async () => {
    assert.deepEqual(await facts('calls-the-rest-async', 'http'), [
      'append Ok(())',
      'set Ok(())',
      'get [[49]]',
      'has (true, false)',
      'get-and-delete Ok([[50]])',
      'delete Ok(())',
      'entries (3, 1)',
      'bad-name Err(HeaderError::InvalidSyntax)',
      'forbidden Err(HeaderError::Forbidden)',
      'set-timeout Ok(())',
      'set-timeout Ok(())',
      'set-timeout Ok(())',
      'timeouts (Some(18446744073709551615), Some(2), None)',
      'method Method::Get',
      'method Method::Other("BREW")',
      'parts (Some("/pot?size=1"), Some(Scheme::Http), Some("a.example:80"))',
      'headers Err(HeaderError::Immutable)',
      'options Err(RequestOptionsError::Immutable)',
      'body "body"',
      'trailers Some([("x-sum", [52])])',
      'transmission Err("ConfigurationError")',
      'set-status Ok(())',
      'bad-status Err(())',
      'status 418',
      'response-has true',
      'dropped Err("InternalError")',
    ])
  })

  it('are there for TCP', async () => {
    assert.deepEqual(await facts('calls-the-rest-async', 'tcp', LOOPBACK, port), [
      'family IpAddressFamily::Ipv4',
      'remote Err(ErrorCode::InvalidState)',
      'local Err(ErrorCode::InvalidState)',
      'keep-alive Ok(true)',
      'idle-time Ok(3000000000)',
      'interval Ok(2000000000)',
      'count Ok(4)',
      'hops Ok(7)',
      'receive-buffer Ok(1024)',
      'send-buffer Ok(2048)',
      'no-hops Err(ErrorCode::InvalidArgument)',
      'backlog Err(ErrorCode::NotSupported)',
      'listening false',
      'listen Err(ErrorCode::AccessDenied)',
      'bind Err(ErrorCode::AccessDenied)',
      'bind-any Ok(())',
      'bound true',
      'to-nowhere Err(ErrorCode::InvalidArgument)',
      'is-remote true',
      'connect-again Err(ErrorCode::InvalidState)',
    ])
  })

  it('are there for UDP', async () => {
    assert.deepEqual(await facts('calls-the-rest-async', 'udp', LOOPBACK, port), [
      'family IpAddressFamily::Ipv4',
      'local Err(ErrorCode::InvalidState)',
      'receive Err(ErrorCode::InvalidState)',
      'hops Ok(7)',
      'receive-buffer Ok(1024)',
      'send-buffer Ok(2048)',
      'bind Ok(())',
      'bound true',
      'disconnect Err(ErrorCode::InvalidState)',
      'to-nobody Err(ErrorCode::InvalidArgument)',
      'connect Ok(())',
      'is-remote true',
      'to-another Err(ErrorCode::InvalidArgument)',
      'too-large Err(ErrorCode::DatagramTooLarge)',
      'send Ok(())',
      'disconnect Ok(())',
      'remote Err(ErrorCode::InvalidState)',
    ])
  })
})
