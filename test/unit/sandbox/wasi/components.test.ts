import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { GuestExit } from '../../../../src/sandbox/guest-process/wasi/guest-exit.ts'
import { testGuest } from './guest.ts'
import { componentOf, instantiate } from './run-component.ts'

const REALLOC = '(func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024))'

function randomPackage(version: string): string {
  return `package wasi:random@${version} { interface random { get-random-u64: func() -> u64; } }`
}

function random(version: string, name: string): string {
  return `(import "wasi:random/random@${version}" "get-random-u64" (func ${name} (result i64)))`
}

describe('components with this host', () => {
  it('may import several versions of 0.2 and 0.3 side by side', async () => {
    const versions = ['0.2.0', '0.2.12', '0.3.0']
    const component = await componentOf(
      `package test:versions;
       world versions {
         ${versions.map((version) => `import wasi:random/random@${version};`).join('\n')}
         export sum: func() -> u64;
       }
       ${versions.map(randomPackage).join('\n')}`,
      `(module
         ${random('0.2.0', '$a')} ${random('0.2.12', '$b')} ${random('0.3.0', '$c')}
         (func (export "sum") (result i64) (i64.or (call $a) (i64.or (call $b) (call $c)))))`,
    )
    const { sum } = await instantiate(component, testGuest().guest)
    assert.notEqual(await sum?.(), 0n)
  })

  it('print, by a stream that may block, what their caller gets', async () => {
    const component = await componentOf(
      `package test:prints;
       world prints {
         import wasi:cli/stdout@0.2.3;
         export print: func();
       }
       package wasi:io@0.2.3 {
         interface error { resource error; }
         interface streams {
           use error.{error};
           variant stream-error { last-operation-failed(error), closed }
           resource output-stream { blocking-write-and-flush: func(contents: list<u8>) -> result<_, stream-error>; }
         }
       }
       package wasi:cli@0.2.3 {
         interface stdout { use wasi:io/streams@0.2.3.{output-stream}; get-stdout: func() -> output-stream; }
       }`,
      `(module
         (import "wasi:cli/stdout@0.2.3" "get-stdout" (func $stdout (result i32)))
         (import "wasi:io/streams@0.2.3" "[method]output-stream.blocking-write-and-flush"
           (func $write (param i32 i32 i32 i32)))
         (memory (export "memory") 1)
         (data (i32.const 16) "hello")
         ${REALLOC}
         (func (export "print") (call $write (call $stdout) (i32.const 16) (i32.const 5) (i32.const 64))))`,
    )
    const { guest, printed } = testGuest()
    const { print } = await instantiate(component, guest)
    await print?.()
    assert.equal(printed.stdout, 'hello')
  })

  it('end their call with GuestExit when they exit', async () => {
    const component = await componentOf(
      `package test:exits;
       world exits {
         import wasi:cli/exit@0.2.0;
         export leave: func();
       }
       package wasi:cli@0.2.0 { interface exit { exit: func(status: result); } }`,
      `(module
         (import "wasi:cli/exit@0.2.0" "exit" (func $exit (param i32)))
         (func (export "leave") (call $exit (i32.const 1))))`,
    )
    const { leave } = await instantiate(component, testGuest().guest)
    await assert.rejects(async () => leave?.(), GuestExit)
  })

  it('get the WASI error code of what is denied', async () => {
    const component = await componentOf(
      `package test:sockets;
       world sockets {
         import wasi:sockets/tcp-create-socket@0.2.0;
         export connect: func() -> u32;
       }
       package wasi:sockets@0.2.0 {
         interface tcp { resource tcp-socket; }
         interface tcp-create-socket {
           use tcp.{tcp-socket};
           enum error-code { unknown, access-denied, not-supported }
           enum ip-address-family { ipv4, ipv6 }
           create-tcp-socket: func(address-family: ip-address-family) -> result<tcp-socket, error-code>;
         }
       }`,
      `(module
         (import "wasi:sockets/tcp-create-socket@0.2.0" "create-tcp-socket" (func $create (param i32 i32)))
         (memory (export "memory") 1)
         ${REALLOC}
         (func (export "connect") (result i32)
           (call $create (i32.const 0) (i32.const 64))
           ;; Whether it is an error in the first byte, the code in the fifth.
           (i32.add
             (i32.mul (i32.load8_u (i32.const 64)) (i32.const 100))
             (i32.load8_u (i32.const 68)))))`,
    )
    const { connect } = await instantiate(component, testGuest().guest)
    assert.equal(await connect?.(), 101)
  })

  it('can not use a handle that they were never given', async () => {
    const component = await componentOf(
      `package test:forges;
       world forges {
         import wasi:filesystem/types@0.2.0;
         export forge: func() -> u32;
       }
       package wasi:filesystem@0.2.0 {
         interface types {
           enum error-code { access, would-block }
           resource descriptor { create-directory-at: func(path: string) -> result<_, error-code>; }
         }
       }`,
      `(module
         (import "wasi:filesystem/types@0.2.0" "[method]descriptor.create-directory-at"
           (func $create (param i32 i32 i32 i32)))
         (memory (export "memory") 1)
         ${REALLOC}
         (func (export "forge") (result i32)
           (call $create (i32.const 42) (i32.const 0) (i32.const 0) (i32.const 64))
           (i32.load8_u (i32.const 64))))`,
    )
    const { forge } = await instantiate(component, testGuest().guest)
    await assert.rejects(async () => forge?.())
  })
})
