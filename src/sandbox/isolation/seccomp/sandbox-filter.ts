import {
  and,
  answer,
  assemble,
  ifEqual,
  ifGreater,
  ifWithin,
  type Instruction,
  load,
  unlessEqual,
} from './bpf.ts'
import { allowedNumbers, LAST_KNOWN, type Machine, numberOf } from './system-calls.ts'

/** Offsets in `struct seccomp_data`; an argument has two words, the lower one first. */
const NUMBER = 0
const ARCHITECTURE = 4
const ARGUMENTS = [16, 24] as const

/** `AUDIT_ARCH_X86_64` and `AUDIT_ARCH_AARCH64`. */
const ARCHITECTURES: Readonly<Record<Machine, number>> = { x64: 0xc000003e, arm64: 0xc00000b7 }

const EPERM = 1
const ENOSYS = 38
const ALLOW = answer(0x7fff0000)
const REFUSE = answer(0x00050000 + EPERM)
/** What a kernel says that is older than the call: programs know another way, and try that. */
const UNKNOWN = answer(0x00050000 + ENOSYS)
const KILL = answer(0x80000000)

/** `CLONE_THREAD`: whoever starts anything else starts a process. */
const CLONE_THREAD = 0x10000
/** Every `CLONE_NEW…` that `clone` can take: namespaces of its own, in which a process has all rights. */
const CLONE_NAMESPACES = 0x7e020000

/**
 * `PR_SET_NAME`, `PR_GET_NAME`, and `PR_SET_VMA`, by which V8 names its memory. `PR_SET_KEEPCAPS`, `PR_SET_NO_NEW_PRIVS`, `PR_CAPBSET_READ`,
 * `PR_CAPBSET_DROP` and `PR_CAP_AMBIENT`, with which setpriv gives rights away.
 */
const PROCESS_OPTIONS = [15, 16, 0x53564d41, 8, 38, 23, 24, 47]

/** A process may say that it ends with the server, and nothing else. */
const PR_SET_PDEATHSIG = 1
const SIGKILL = 9

/** `TCGETS`, `TCGETS2`, `TIOCGWINSZ`, `FIONREAD`, `FIONBIO`, `FIONCLEX`, `FIOCLEX`: a device or a terminal has a thousand more. */
const DEVICE_REQUESTS = [0x5401, 0x802c542a, 0x5413, 0x541b, 0x5421, 0x5450, 0x5451]

/** `F_DUPFD` to `F_SETFL`, and `F_DUPFD_CLOEXEC`. */
const DESCRIPTOR_COMMANDS = [0, 1, 2, 3, 4, 1030]

/**
 * The filter of system calls around every sandbox process, for this machine; null where none is made for it.
 *
 * A list of what is allowed: what the kernel learns tomorrow is closed today. `clone3` hands its flags over in memory, where a
 * filter cannot look, so it is not there, and the C library takes `clone`.
 */
export function sandboxFilter(machine: string): Uint8Array | null {
  return machine === 'x64' || machine === 'arm64' ? assemble(program(machine)) : null
}

function program(machine: Machine): readonly Instruction[] {
  const number = (name: Parameters<typeof numberOf>[0]): number => numberOf(name, machine)
  return [
    load(ARCHITECTURE),
    // Numbers mean something else in the calls of another machine, which x86-64 takes as well: those of i386.
    ...unlessEqual(ARCHITECTURES[machine], [KILL]),
    load(NUMBER),
    // Those of x32 too, which begin at 0x40000000.
    ...ifGreater(LAST_KNOWN, [UNKNOWN]),
    ...rangesOf(allowedNumbers(machine)).flatMap((range) => ifWithin(range, [ALLOW])),
    ...ifEqual(number('clone3'), [UNKNOWN]),
    ...ifEqual(number('clone'), threadsAlone()),
    ...ifEqual(number('prctl'), processOptions()),
    ...ifEqual(number('ioctl'), oneOf(1, DEVICE_REQUESTS)),
    ...ifEqual(number('fcntl'), oneOf(1, DESCRIPTOR_COMMANDS)),
    // Of itself alone.
    ...ifEqual(number('prlimit64'), oneOf(0, [0])),
    REFUSE,
  ]
}

function threadsAlone(): readonly Instruction[] {
  return [load(ARGUMENTS[0]), and(CLONE_THREAD + CLONE_NAMESPACES), ...ifEqual(CLONE_THREAD, [ALLOW]), REFUSE]
}

function processOptions(): readonly Instruction[] {
  const endsWithServer = oneOf(1, [SIGKILL])
  return [load(ARGUMENTS[0]), ...ifEqual(PR_SET_PDEATHSIG, endsWithServer), ...oneOf(0, PROCESS_OPTIONS)]
}

/** The kernel takes the lower word of each of these arguments, whatever is above it. */
function oneOf(argument: 0 | 1, values: readonly number[]): readonly Instruction[] {
  return [load(ARGUMENTS[argument]), ...values.flatMap((value) => ifEqual(value, [ALLOW])), REFUSE]
}

/** Neighbours together: the kernel goes through them one by one. */
function rangesOf(numbers: readonly number[]): readonly (readonly [number, number])[] {
  const starts = numbers.filter((number) => !numbers.includes(number - 1))
  const ends = numbers.filter((number) => !numbers.includes(number + 1))
  return starts.map((start, index) => [start, ends[index] ?? start])
}
