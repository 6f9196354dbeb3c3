import { type Attack, testsOf } from '../../attack.ts'

/** Attacks by what is left of a call. */
export const FINISHED_CALL_ATTACKS: readonly Attack[] = [
  {
    attack: 'Going on after the end',
    tries: 'Waits, catches every error, has itself called back or woken when its call is over',
    defence:
      'A trap that nobody catches ends it at the end of its call; nothing enters it again, no timer of it fires',
    tests: [
      ...testsOf('test/security/resources/finished-calls.test.ts')(
        'makes nothing more when its call was cancelled: ${way}',
        'makes nothing more when its time was over: ${way}',
        'makes nothing more when its function has returned and it has itself called back',
      ),
      ...testsOf('test/unit/sandbox/life/instance-life.test.ts')(
        'lets nobody in after the end',
        'ends who sleeps, also who catches everything, before it says that it is over',
        'fires no timer after the end',
      ),
    ],
  },
  {
    attack: 'An ignored exit',
    tries: 'Calls `wasi:cli/exit`, or breaks a rule that traps, and catches what the host throws',
    defence: 'What a host function throws becomes a trap that nobody catches, and ends the instance',
    tests: testsOf('test/security/resources/finished-calls.test.ts')(
      'catches no end that the host has put to it: ${way}',
    ),
  },
  {
    attack: 'A process that works on',
    tries: 'JavaScript that broke out says that a call is over, and goes on without one',
    defence:
      'A process without a call is stopped, or killed when it is not ready soon; one that was told to drop a call, or has answered nonsense, is killed with the last of its others',
    tests: [
      ...testsOf('test/security/resources/lying-processes.test.ts')(
        'is not believed that it let go of a cancelled call',
        'is not believed for longer than other calls last in it, and gets no further one',
        'is stopped while it has no call',
        'is killed when it is not ready soon after its last answer: ${attack}',
        'gets no further call after an answer that cannot be used, though it is ready for one',
        'is killed when it works on after its last answer',
      ),
      ...testsOf('test/unit/sandbox/pool/start-deadline.test.ts')(
        'is a few times what the first start took, for a later instance',
      ),
    ],
  },
]
