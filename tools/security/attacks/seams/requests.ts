import { type Attack, testsOf } from '../../attack.ts'

const requests = testsOf('test/security/network/requests.test.ts')
const egress = testsOf('test/integration/egress/attacks.test.ts')
const session = testsOf('test/unit/sandbox/egress/egress-session.test.ts')
const framing = testsOf('test/integration/egress/framing.test.ts')

/** Attacks on the bytes of a request. */
export const REQUEST_ATTACKS: readonly Attack[] = [
  {
    attack: 'Request smuggling',
    tries: 'Line breaks in headers, path, method and authority; absolute paths; forged lengths; CONNECT',
    defence: 'Checked by the guest half, and again by the host process, byte for byte',
    tests: [
      ...requests('are not split by line breaks in a header, path, method or host'),
      ...egress('can not begin a line, a second request or another host', 'can not open a tunnel'),
      ...egress('can not say how the connection is used'),
      ...session('does not take smuggled lines, hosts and user information to the server'),
    ],
  },
  {
    attack: 'Forged lengths',
    tries:
      'Writes a second request behind a short, double, signed or listed `Content-Length`, by the guest and by a process that was taken over; a body that a server leaves unread',
    defence:
      'The host process writes one length and sends exactly so many bytes; over HTTP/1.1 a request with a body ends its connection',
    tests: [
      ...framing(
        'carries no second one behind ${what}',
        'is empty where its length says so, whatever comes behind',
        'is one, as long as its headers say, whoever counts',
        'ends its connection when it has a body, which some servers would read as the next request',
        'has no header of the connection and no trailer that frames',
      ),
      ...requests('end where their length says, or do not go out'),
      ...testsOf('test/security/network/kept-connections.test.ts')(
        'of ${name} sees each request that was decided on, and no other',
      ),
    ],
  },
  {
    attack: 'Methods in odd case',
    tries: '`get` where the rule says `GET`',
    defence: 'The method goes out as it was decided on',
    tests: framing('names the method that was decided on'),
  },
  {
    attack: 'Another `Host` header',
    tries: 'Names a second host to a server that serves many',
    defence: '`Host` is ours to say',
    tests: [
      ...requests('name in their Host header the host that was decided on'),
      ...session('drops a Host header that the process sends past our guest half'),
    ],
  },
]
