import { glob, readFile } from 'node:fs/promises'

import type { AttackGroup } from './attack.ts'
import { testTitles } from './test-titles.ts'

const SECURITY_TESTS = 'test/security/**/*.test.ts'

/** Says of each test that a row names and nobody wrote, and of each test under `test/security` that no row names. */
export async function findGaps(groups: readonly AttackGroup[]): Promise<readonly string[]> {
  const named = groups.flatMap(({ attacks }) => attacks).flatMap(({ tests }) => tests)
  const securityFiles = await Array.fromAsync(glob(SECURITY_TESTS))
  const files = [...new Set([...named.map(({ file }) => file), ...securityFiles])].toSorted()
  const gaps: string[] = []
  for (const file of files) {
    const written = await titlesIn(file)
    const titles = named.filter((test) => test.file === file).map(({ title }) => title)
    gaps.push(...titles.filter((title) => !written.includes(title)).map((title) => missing(file, title)))
    if (!securityFiles.includes(file)) continue
    gaps.push(...written.filter((title) => !titles.includes(title)).map((title) => unnamed(file, title)))
  }
  return gaps
}

async function titlesIn(file: string): Promise<readonly string[]> {
  return testTitles(await readFile(file, 'utf8').catch(() => ''))
}

function missing(file: string, title: string): string {
  return `${file} has no test '${title}': mend its row in tools/security/attacks`
}

function unnamed(file: string, title: string): string {
  return `No row names the test '${title}' of ${file}: add it in tools/security/attacks`
}
