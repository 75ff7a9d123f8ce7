// Consents that were asked of a person at a provider and not answered yet: each is good once and for a short while.
import type { Migration } from './migration.ts'

export const consents: Migration = {
  version: 12,
  name: 'consents',
  statements: [
    `create table rumb.consents (
      id text primary key,
      who text not null,
      workspace text not null,
      secret text not null,
      created_at timestamptz not null)`,
    `create index consents_created_at on rumb.consents (created_at)`,
  ],
}
