// Where a reader arrives who named no page: who leads people begins the morning with the day, who sells with theirs, who hears calls
// with those, everybody else with the Compass.
import type { Role } from '../../src/contract/roles.ts'

const noonish = 11

export function homeOf(role: Role | null, hour: number): '/' | '/today' | '/day' | '/scripts' {
  if (role === 'rep') return '/day'
  if (role === 'reviewer') return '/scripts'
  return (role === 'head' || role === 'lead') && hour < noonish ? '/today' : '/'
}
