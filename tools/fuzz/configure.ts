import fc from 'fast-check'

// Loaded before each property test by `main.ts`, and by the test run of CI, which hand the seed over: the tests themselves stay as they are.
const { FUZZ_SEED, FUZZ_RUNS } = process.env
if (FUZZ_SEED !== undefined && FUZZ_RUNS !== undefined) {
  fc.configureGlobal({ seed: Number(FUZZ_SEED), numRuns: Number(FUZZ_RUNS) })
}
