// Talks of a lead with one of their people.
import type { Migration } from './migration.ts'

export const oneOnOnes: Migration = {
  version: 6,
  name: 'one-on-ones',
  statements: [
    `create table rumb.one_on_ones (
      id bigint primary key generated always as identity,
      ws integer not null references rumb.workspaces (num) on delete cascade,
      person text not null,
      day date not null,
      author text not null,
      author_name text not null,
      notes text not null,
      agreements jsonb not null,
      training jsonb not null,
      changed_at timestamptz not null)`,
    'create index on rumb.one_on_ones (ws, person, day)',
  ],
}
