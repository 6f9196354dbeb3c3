import { placeOf } from './place-of.ts'

/** Whether two references lead to the same place, whatever version. */
export function isSameSource(one: string, other: string): boolean {
  const [first, second] = [one, other].map(placeOf)
  return first !== null && first === second
}
