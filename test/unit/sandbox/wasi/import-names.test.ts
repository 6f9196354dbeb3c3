import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { ourInterface } from '#wit'

import {
  asyncImportsFor,
  importMapFor,
  unknownImports,
} from '../../../../src/sandbox/guest-process/wasi/import-names.ts'

describe('asyncImportsFor()', () => {
  it('names what waits, with the version that the component imports', () => {
    assert.deepEqual(
      asyncImportsFor(['wasi:cli/stdout@0.2.3', 'wasi:io/poll@0.2.3', 'wasi:io/streams@0.2.0']),
      [
        `${ourInterface('wasi:io/poll@0.2.3')}#poll`,
        `${ourInterface('wasi:io/poll@0.2.3')}#[method]pollable.block`,
        `${ourInterface('wasi:io/streams@0.2.0')}#[method]input-stream.blocking-read`,
        `${ourInterface('wasi:io/streams@0.2.0')}#[method]input-stream.blocking-skip`,
        `${ourInterface('wasi:io/streams@0.2.0')}#[method]output-stream.blocking-write-and-flush`,
        `${ourInterface('wasi:io/streams@0.2.0')}#[method]output-stream.blocking-flush`,
        `${ourInterface('wasi:io/streams@0.2.0')}#[method]output-stream.blocking-write-zeroes-and-flush`,
        `${ourInterface('wasi:io/streams@0.2.0')}#[method]output-stream.blocking-splice`,
      ],
    )
  })

  it('names each version when a component imports two', () => {
    assert.deepEqual(asyncImportsFor(['wasi:io/poll@0.2.0', 'wasi:io/poll@0.2.6']), [
      `${ourInterface('wasi:io/poll@0.2.0')}#poll`,
      `${ourInterface('wasi:io/poll@0.2.0')}#[method]pollable.block`,
      `${ourInterface('wasi:io/poll@0.2.6')}#poll`,
      `${ourInterface('wasi:io/poll@0.2.6')}#[method]pollable.block`,
    ])
  })

  it('lets reading and writing at an offset wait for the disk', () => {
    assert.deepEqual(asyncImportsFor(['wasi:filesystem/types@0.2.3']), [
      `${ourInterface('wasi:filesystem/types@0.2.3')}#[method]descriptor.read`,
      `${ourInterface('wasi:filesystem/types@0.2.3')}#[method]descriptor.write`,
    ])
  })

  it('lets every request for state wait for the host', () => {
    assert.deepEqual(
      asyncImportsFor(['wasi:keyvalue/atomics@0.2.0-draft2', 'wasi:keyvalue/store@0.2.0-draft']),
      [
        `${ourInterface('wasi:keyvalue/atomics@0.2.0-draft2')}#[static]cas.new`,
        `${ourInterface('wasi:keyvalue/atomics@0.2.0-draft2')}#[method]cas.current`,
        `${ourInterface('wasi:keyvalue/atomics@0.2.0-draft2')}#increment`,
        `${ourInterface('wasi:keyvalue/atomics@0.2.0-draft2')}#swap`,
        `${ourInterface('wasi:keyvalue/store@0.2.0-draft')}#open`,
        `${ourInterface('wasi:keyvalue/store@0.2.0-draft')}#[method]bucket.get`,
        `${ourInterface('wasi:keyvalue/store@0.2.0-draft')}#[method]bucket.set`,
        `${ourInterface('wasi:keyvalue/store@0.2.0-draft')}#[method]bucket.delete`,
        `${ourInterface('wasi:keyvalue/store@0.2.0-draft')}#[method]bucket.exists`,
        `${ourInterface('wasi:keyvalue/store@0.2.0-draft')}#[method]bucket.list-keys`,
      ],
    )
  })

  it('leaves 0.3 to its own types', () => {
    assert.deepEqual(asyncImportsFor(['wasi:clocks/monotonic-clock@0.3.0', 'wasi:http/client@0.3.0']), [])
  })
})

describe('importMapFor()', () => {
  it('keeps 0.2 and 0.3 of one interface apart', () => {
    assert.deepEqual(
      importMapFor(['wasi:cli/stdout@0.2.12', 'wasi:cli/stdout@0.3.0', 'wasi:cli/stdout@0.2.0']),
      [
        [ourInterface('wasi:cli/stdout@0.2.12'), 'wasi:cli/stdout'],
        [ourInterface('wasi:cli/stdout@0.3.0'), 'wasi:cli/stdout@0.3'],
        [ourInterface('wasi:cli/stdout@0.2.0'), 'wasi:cli/stdout'],
      ],
    )
  })
})

describe('unknownImports()', () => {
  for (const name of [
    'wasi:cli/environment@0.2.0',
    'wasi:cli/environment@0.2.12',
    'wasi:cli/types@0.3.0',
    'wasi:clocks/timezone@0.2.9',
    'wasi:clocks/types@0.3.0',
    'wasi:config/runtime@0.2.0-draft',
    'wasi:config/store@0.2.0-draft',
    'wasi:config/store@0.2.0-rc.1',
    'wasi:http/handler@0.3.0',
    'wasi:http/outgoing-handler@0.2.3',
    'wasi:http/types@0.3.0-rc-2026-03-15',
    'wasi:keyvalue/atomics@0.2.0-draft2',
    'wasi:keyvalue/batch@0.2.0-draft',
    'wasi:keyvalue/store@0.2.0-draft',
    'wasi:keyvalue/store@0.2.0-draft2',
    'wasi:logging/logging',
    'wasi:logging/logging@0.1.0-draft',
    'wasi:sockets/types@0.3.0',
  ]) {
    it(`knows ${name}`, () => {
      assert.deepEqual(unknownImports([name]), [])
    })
  }

  for (const name of [
    'acme:database/query@1.0.0',
    'constructor',
    'many-arguments',
    'toString',
    'wasi:cli/environment@0.2.0-rc-2023-11-10',
    'wasi:cli/environment@0.3.0-rc-2025-09-16',
    'wasi:cli/environment@1.0.0',
    'wasi:http/incoming-handler@0.2.0',
    'wasi:io/streams@0.3.0',
    'wasi:keyvalue/eventual@0.1.0',
    'wasi:keyvalue/store@0.2.0-draft3',
    'wasi:nn/tensor@0.2.0-rc-2024-10-28',
  ]) {
    it(`does not know ${name}`, () => {
      assert.deepEqual(unknownImports([name]), [name])
    })
  }
})
