import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { sandboxFilter } from '../../../../../src/sandbox/isolation/seccomp/sandbox-filter.ts'
import { runFilter } from '../../../../helpers/filter-machine.ts'

const ALLOWED = 0x7fff0000
const REFUSED = 0x00050001
const UNKNOWN = 0x00050026
const KILLED = 0x80000000

/** Numbers of the tables of the kernel, on each machine. */
const MACHINES = {
  x64: {
    architecture: 0xc000003e,
    needed: { read: 0, openat: 257, mmap: 9, futex: 202, execve: 59, rt_sigreturn: 15, exit_group: 231 },
    refused: {
      link: 86,
      linkat: 265,
      symlink: 88,
      symlinkat: 266,
      mknodat: 259,
      chmod: 90,
      fchownat: 260,
      socket: 41,
      socketpair: 53,
      connect: 42,
      bind: 49,
      sendmsg: 46,
      recvmsg: 47,
      keyctl: 250,
      add_key: 248,
      request_key: 249,
      bpf: 321,
      unshare: 272,
      setns: 308,
      mount: 165,
      umount2: 166,
      pivot_root: 155,
      chroot: 161,
      fsopen: 430,
      open_tree: 428,
      move_mount: 429,
      mount_setattr: 442,
      ptrace: 101,
      process_vm_readv: 310,
      process_vm_writev: 311,
      kcmp: 312,
      pidfd_open: 434,
      pidfd_getfd: 438,
      pidfd_send_signal: 424,
      kill: 62,
      io_uring_setup: 425,
      io_uring_enter: 426,
      io_uring_register: 427,
      perf_event_open: 298,
      userfaultfd: 323,
      personality: 135,
      open_by_handle_at: 304,
      name_to_handle_at: 303,
      memfd_create: 319,
      execveat: 322,
      fork: 57,
      vfork: 58,
      init_module: 175,
      kexec_load: 246,
      iopl: 172,
      setuid: 105,
      seccomp: 317,
      setxattr: 188,
      inotify_init1: 294,
    },
    clone: 56,
    prctl: 157,
    ioctl: 16,
    fcntl: 72,
    prlimit64: 302,
  },
  arm64: {
    architecture: 0xc00000b7,
    needed: { read: 63, openat: 56, mmap: 222, futex: 98, execve: 221, rt_sigreturn: 139, exit_group: 94 },
    refused: {
      linkat: 37,
      symlinkat: 36,
      mknodat: 33,
      fchmodat: 53,
      fchownat: 54,
      socket: 198,
      socketpair: 199,
      connect: 203,
      bind: 200,
      sendmsg: 211,
      recvmsg: 212,
      keyctl: 219,
      add_key: 217,
      request_key: 218,
      bpf: 280,
      unshare: 97,
      setns: 268,
      mount: 40,
      umount2: 39,
      pivot_root: 41,
      chroot: 51,
      open_tree: 428,
      ptrace: 117,
      process_vm_readv: 270,
      process_vm_writev: 271,
      kcmp: 272,
      pidfd_getfd: 438,
      kill: 129,
      io_uring_setup: 425,
      perf_event_open: 241,
      userfaultfd: 282,
      personality: 92,
      open_by_handle_at: 265,
      name_to_handle_at: 264,
      memfd_create: 279,
      execveat: 281,
      setuid: 146,
      seccomp: 277,
    },
    clone: 220,
    prctl: 167,
    ioctl: 29,
    fcntl: 25,
    prlimit64: 261,
  },
} as const

const THREAD = 0x3d0f00
const TIOCSTI = 0x5412
const F_SETOWN = 8
const PR_SET_PDEATHSIG = 1
const PR_SET_SECCOMP = 22
const SIGKILL = 9

for (const machine of ['x64', 'arm64'] as const) {
  const { architecture, needed, refused, ...numbers } = MACHINES[machine]
  const filter = sandboxFilter(machine)
  assert.ok(filter)
  const decide = (number: number, args: readonly number[] = []): number =>
    runFilter(filter, { architecture, number, args })

  describe(`sandboxFilter() of ${machine}`, () => {
    it('allows what Node cannot do without', () => {
      for (const [name, number] of Object.entries(needed)) assert.equal(decide(number), ALLOWED, name)
    })

    it('refuses links, sockets, keys, programs for the kernel, namespaces and other processes', () => {
      for (const [name, number] of Object.entries(refused)) assert.equal(decide(number), REFUSED, name)
    })

    it('allows threads, and neither processes nor namespaces of their own', () => {
      assert.equal(decide(numbers.clone, [THREAD]), ALLOWED)
      assert.equal(decide(numbers.clone, [17]), REFUSED)
      for (const bit of [17, 25, 26, 27, 28, 29, 30]) {
        assert.equal(decide(numbers.clone, [THREAD + 2 ** bit]), REFUSED, `bit ${bit}`)
      }
    })

    it('does not know clone3, whose flags it cannot see, nor what no kernel knew when it was made', () => {
      for (const number of [435, 463, 500, 0x40000000, 0x40000000 + 57, 0xffffffff]) {
        assert.equal(decide(number), UNKNOWN, String(number))
      }
    })

    it('kills what speaks to the kernel as another machine', () => {
      for (const other of [0x40000003, 0x40000028, 0]) {
        assert.equal(runFilter(filter, { architecture: other, number: needed.read }), KILLED)
      }
    })

    it('looks at the first argument that counts, and only at the part of it that the kernel takes', () => {
      assert.equal(decide(numbers.prctl, [15]), ALLOWED)
      assert.equal(decide(numbers.prctl, [PR_SET_PDEATHSIG, SIGKILL]), ALLOWED)
      assert.equal(decide(numbers.prctl, [PR_SET_PDEATHSIG, 0]), REFUSED)
      assert.equal(decide(numbers.prctl, [PR_SET_SECCOMP, SIGKILL]), REFUSED)
      assert.equal(decide(numbers.ioctl, [0, 0x5401]), ALLOWED)
      assert.equal(decide(numbers.ioctl, [0x5401, TIOCSTI]), REFUSED)
      assert.equal(decide(numbers.ioctl, [0, TIOCSTI + 2 ** 32]), REFUSED)
      assert.equal(decide(numbers.fcntl, [0, 2]), ALLOWED)
      assert.equal(decide(numbers.fcntl, [0, F_SETOWN]), REFUSED)
      assert.equal(decide(numbers.prlimit64, [0]), ALLOWED)
      assert.equal(decide(numbers.prlimit64, [1]), REFUSED)
    })
  })
}

describe('sandboxFilter()', () => {
  it('is made for no other machine', () => {
    assert.equal(sandboxFilter('riscv64'), null)
  })
})
