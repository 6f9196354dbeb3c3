import { type Attack, testsOf } from '../../attack.ts'

const egress = testsOf('test/integration/egress/attacks.test.ts')

/** Attacks by whoever is at the other end of a connection. */
export const PEER_ATTACKS: readonly Attack[] = [
  {
    attack: 'One byte at a time',
    tries: 'A granted server answers in chunks of one byte, or in endless answers before the answer',
    defence:
      'Pieces are joined, and each component has a share of every turn of the event loop; credit counts messages as well as bytes',
    tests: [
      ...testsOf('test/integration/egress/many-pieces.test.ts')(
        'has its bytes joined, and takes as many turns as it sends pieces by the thousand',
        'is held back when the guest does not read, by messages as by bytes',
      ),
      ...testsOf('test/integration/egress/interim-answers.test.ts')('have an end'),
    ],
  },
  {
    attack: 'Answers of no kind',
    tries:
      'A granted server answers with bytes that are no HTTP, or nearly: cut off, doubled, in the wrong place',
    defence: 'What comes of it is the end of its own request; the next one is answered',
    tests: testsOf('test/unit/sandbox/egress/peer-bytes.test.ts')(
      'ends its own request, whatever bytes it is, and the next one is answered',
    ),
  },
  {
    attack: 'Response bombs',
    tries: 'Endless bodies and headers, compressed bombs',
    defence: 'Bodies stream under a limit, headers have one, nothing is unpacked',
    tests: [
      ...egress('send as much as the limit says, and compressed bytes stay compressed'),
      ...egress('flood with headers'),
      ...testsOf('test/integration/egress/streams.test.ts')('end with an error past their limit'),
    ],
  },
  {
    attack: 'A stream that nobody reads',
    tries: 'Lets a server send and does not read',
    defence: 'Each direction of a flow has a window, so that the server is held back',
    tests: [
      ...testsOf('test/integration/egress/streams.test.ts')(
        'hold the server back while the guest does not read',
      ),
    ],
  },
  {
    attack: 'Slow servers',
    tries: 'Dribbles a body, or never answers',
    defence: 'The limit of the call ends the call and its connection',
    tests: egress(
      'dribble: the call ends by its own limit, and the connection with it',
      'do not answer: the call ends by its own limit',
    ),
  },
  {
    attack: 'Many TLS connections',
    tries: 'Opens every flow that it may over TLS, where certificates of the operator are trusted too',
    defence: 'Certificates are read once for a component, and not for each connection',
    tests: testsOf('test/unit/sandbox/egress/upstream-pool.test.ts')(
      'reads the certificates of its settings once, and not for each connection',
    ),
  },
]
