// What a fake of any CRM gives to the suite of behaviours (test/sources/sync/describe-sync.ts).
import type { TrueCompany } from '../sources/sync/true-company.ts'
import type { FakeServer } from './fake-server.ts'

export type FakeCrm = FakeServer & {
  company: TrueCompany
  /** What `rumb connect` is given. */
  address: string
  token: string
  /** Where the system knows applications: what is given in place of the token. Its access token lives for a few requests only. */
  application?: string
  /** Tokens made for the application, and old ones used a second time: the system would shut it out. */
  renewals?: () => { made: number; misused: number }
  /** The access token of the application is no good any more. */
  expire?: () => void
}
