import { type Attack, testsOf } from '../../attack.ts'

const bystanders = testsOf('test/security/resources/bystanders.test.ts')
const calls = testsOf('test/e2e/robustness/calls.test.ts')
const session = testsOf('test/unit/sandbox/egress/egress-session.test.ts')

/** What crosses from a sandbox process to the server. */
export const FRAME_ATTACKS: readonly Attack[] = [
  {
    attack: 'Messages of no kind',
    tries:
      'Sends frames of 60 MB, values of two bytes by the million, lengths with nothing behind them, single bytes',
    defence:
      'An encoding of our own, with a limit of bytes and values for each kind of message; the process is killed',
    tests: [
      ...testsOf('test/unit/sandbox/pool/component-process.test.ts')(
        'is killed for each kind of garbage, and the next call gets a process of its own',
      ),
      ...testsOf('test/unit/sandbox/protocol/sandbox-frame-reader.test.ts')(
        'refuses a frame by its header, before any of it has come',
        'puts a long frame together that comes byte by byte',
      ),
    ],
  },
  {
    attack: 'Messages without end',
    tries: 'A process that was taken over never stops talking',
    defence: 'It is listened to for a millisecond at a time, then others are',
    tests: bystanders(
      'while a process ${what}',
      'while a process asks and asks and reads no answer: it is listened to again when it has read',
    ),
  },
  {
    attack: 'Millions of small values',
    tries: 'Returns three million empty lists, control characters, keys that come twice',
    defence: 'Results come in pieces, each JSON as it comes; the limit is that of the JSON',
    tests: [
      ...bystanders('while the result of a call is millions of values, which come in pieces'),
      ...testsOf('test/unit/wit/values/result-reader.test.ts')(
        'counts the JSON as it is, and whatever it is',
        'refuses what leaves out so many fields that they take time and no bytes',
        'refuses a key that comes twice, of which parsers would take one or the other',
        'throws nothing but its own errors for any bytes, and reads no more than there are',
      ),
    ],
  },
  {
    attack: 'Huge results',
    tries: 'Returns strings and lists of hundreds of megabytes, values that its types do not allow',
    defence: 'A limit on results, and a check of each value against its type in the host',
    tests: [
      ...calls('over the limit is an error with its name, and the next call works'),
      ...testsOf('test/integration/components/lying-results.test.ts')('fails its call and nothing else'),
    ],
  },
  {
    attack: 'A process that was taken over',
    tries: 'Speaks to the host process itself: flows of other calls, sockets, lookups, garbage',
    defence: 'Every message is parsed and decided on in the host; garbage ends the process',
    tests: [
      ...testsOf('test/integration/egress/lying-process.test.ts')(
        'is killed for ${what}',
        'reaches nothing that was not granted',
      ),
      ...session('gives up a process that speaks for another call'),
    ],
  },
]
