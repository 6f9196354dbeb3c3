/** Machines that a filter is made for, as Node names them. */
export type Machine = 'x64' | 'arm64'

/** The number of a system call on each machine; null where there is none of that name. */
type Numbers = readonly [x64: number | null, arm64: number | null]

/**
 * System calls that Node 24 and 26 make, with glibc and with musl, to run components: the list that is allowed.
 *
 * @see https://github.com/torvalds/linux/blob/master/arch/x86/entry/syscalls/syscall_64.tbl
 * @see https://github.com/torvalds/linux/blob/master/include/uapi/asm-generic/unistd.h
 */
const ALLOWED: Readonly<Record<string, Numbers>> = {
  // Reads and writes of what is open, and the opening of what the mounts and the rules of the policy leave.
  read: [0, 63],
  write: [1, 64],
  readv: [19, 65],
  writev: [20, 66],
  pread64: [17, 67],
  pwrite64: [18, 68],
  preadv: [295, 69],
  pwritev: [296, 70],
  preadv2: [327, 286],
  pwritev2: [328, 287],
  lseek: [8, 62],
  close: [3, 57],
  close_range: [436, 436],
  open: [2, null],
  openat: [257, 56],
  openat2: [437, 437],
  stat: [4, null],
  lstat: [6, null],
  fstat: [5, 80],
  newfstatat: [262, 79],
  statx: [332, 291],
  access: [21, null],
  faccessat: [269, 48],
  faccessat2: [439, 439],
  statfs: [137, 43],
  fstatfs: [138, 44],
  readlink: [89, null],
  readlinkat: [267, 78],
  getcwd: [79, 17],
  getdents: [78, null],
  getdents64: [217, 61],
  dup: [32, 23],
  dup2: [33, null],
  dup3: [292, 24],
  pipe: [22, null],
  pipe2: [293, 59],
  // Changes of names and files. None that makes a link, a device or a FIFO, none that changes an owner or a mode.
  mkdir: [83, null],
  mkdirat: [258, 34],
  rmdir: [84, null],
  unlink: [87, null],
  unlinkat: [263, 35],
  rename: [82, null],
  renameat: [264, 38],
  renameat2: [316, 276],
  ftruncate: [77, 46],
  fsync: [74, 82],
  fdatasync: [75, 83],
  fadvise64: [221, 223],
  utimensat: [280, 88],
  umask: [95, 166],
  // The event loop.
  eventfd2: [290, 19],
  epoll_create: [213, null],
  epoll_create1: [291, 20],
  epoll_ctl: [233, 21],
  epoll_wait: [232, null],
  epoll_pwait: [281, 22],
  epoll_pwait2: [441, 441],
  poll: [7, null],
  ppoll: [271, 73],
  select: [23, null],
  pselect6: [270, 72],
  // Questions about the channel, which was there before. No call makes, connects or accepts a socket.
  getsockname: [51, 204],
  getpeername: [52, 205],
  getsockopt: [55, 209],
  shutdown: [48, 210],
  // Memory of the process itself.
  brk: [12, 214],
  mmap: [9, 222],
  munmap: [11, 215],
  mremap: [25, 216],
  mprotect: [10, 226],
  madvise: [28, 233],
  mincore: [27, 232],
  pkey_mprotect: [329, 288],
  pkey_alloc: [330, 289],
  pkey_free: [331, 290],
  membarrier: [324, 283],
  mseal: [462, 462],
  // Threads of the process itself.
  futex: [202, 98],
  set_robust_list: [273, 99],
  get_robust_list: [274, 100],
  rseq: [334, 293],
  set_tid_address: [218, 96],
  arch_prctl: [158, null],
  sched_yield: [24, 124],
  sched_getaffinity: [204, 123],
  sched_getscheduler: [145, 120],
  sched_getparam: [143, 121],
  // Signals: handlers, and one to a thread of its own, by which a crash ends.
  rt_sigaction: [13, 134],
  rt_sigprocmask: [14, 135],
  rt_sigreturn: [15, 139],
  rt_sigpending: [127, 136],
  sigaltstack: [131, 132],
  restart_syscall: [219, 128],
  tkill: [200, 130],
  tgkill: [234, 131],
  // Clocks, counts and who it is.
  clock_gettime: [228, 113],
  clock_getres: [229, 114],
  clock_nanosleep: [230, 115],
  nanosleep: [35, 101],
  gettimeofday: [96, 169],
  time: [201, null],
  times: [100, 153],
  getrusage: [98, 165],
  getrlimit: [97, 163],
  sysinfo: [99, 179],
  uname: [63, 160],
  getcpu: [309, 168],
  getrandom: [318, 278],
  getpid: [39, 172],
  getppid: [110, 173],
  gettid: [186, 178],
  getpgrp: [111, null],
  getpgid: [121, 155],
  getsid: [124, 156],
  getuid: [102, 174],
  geteuid: [107, 175],
  getgid: [104, 176],
  getegid: [108, 177],
  getresuid: [118, 148],
  getresgid: [120, 150],
  getgroups: [115, 158],
  capget: [125, 90],
  // Whoever makes them has less than before: the wall of Landlock is put up after the filter is set.
  landlock_create_ruleset: [444, 444],
  landlock_add_rule: [445, 445],
  landlock_restrict_self: [446, 446],
  capset: [126, 91],
  // The wall starts Node after the filter is set, waits for it and ends with it.
  execve: [59, 221],
  wait4: [61, 260],
  exit: [60, 93],
  exit_group: [231, 94],
}

/** System calls whose arguments decide. */
const LOOKED_AT = {
  clone: [56, 220],
  prctl: [157, 167],
  ioctl: [16, 29],
  fcntl: [72, 25],
  prlimit64: [302, 261],
  clone3: [435, 435],
} as const satisfies Readonly<Record<string, readonly [number, number]>>

/** The last number that was looked at for the lists; 424 and more are the same on every machine. */
export const LAST_KNOWN = 462

/** Numbers that are allowed whatever the arguments, in order. */
export function allowedNumbers(machine: Machine): readonly number[] {
  return Object.values(ALLOWED)
    .map((numbers) => numbers[placeOf(machine)])
    .filter((number) => number !== null)
    .toSorted((a, b) => a - b)
}

/** The number of a system call whose arguments decide. */
export function numberOf(name: keyof typeof LOOKED_AT, machine: Machine): number {
  return LOOKED_AT[name][placeOf(machine)]
}

function placeOf(machine: Machine): 0 | 1 {
  return machine === 'x64' ? 0 : 1
}
