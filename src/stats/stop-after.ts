// Where it stops being worth while to try once more.

import { wilson } from './proportion.ts'

/** Leads that got this attempt without a contact before, and first contacts by it; in order from the first attempt. */
export type AttemptChance = { atRisk: number; contacts: number }

/** An attempt pays while it brings at least this part of what an average attempt brings. */
const WORTH_WHILE = 0.2
const AT_RISK_LEAST = 20

/**
 * The last attempt worth making. After attempt n it is worth while to go on when some number of further attempts brings, for each of
 * them, at least a fifth of what an average attempt of the company brings: the greatest forward reward rate, as in optimal stopping
 * (Gittins 1979, JRSS B 41:148-177). n is the answer once the upper 95 % limit of that rate is below it. Null = never seen.
 */
export function stopAfter(attempts: readonly AttemptChance[]): number | null {
  const sum = (list: readonly AttemptChance[], key: keyof AttemptChance) => list.reduce((all, one) => all + one[key], 0)
  const made = sum(attempts, 'atRisk')
  if (made < AT_RISK_LEAST) return null
  const worth = (WORTH_WHILE * sum(attempts, 'contacts')) / made
  for (let n = 1; n < attempts.length; n++) {
    const runs = attempts
      .slice(n)
      .map((_, i) => attempts.slice(n, n + i + 1))
      .filter((run) => sum(run, 'atRisk') > 0)
    if (sum(attempts.slice(n), 'atRisk') < AT_RISK_LEAST) return null
    const goOn = runs.some((run) => sum(run, 'contacts') / sum(run, 'atRisk') >= worth)
    const tail = wilson(sum(attempts.slice(n), 'contacts'), sum(attempts.slice(n), 'atRisk'))
    if (!goOn && tail.high! < worth) return n
  }
  return null
}
