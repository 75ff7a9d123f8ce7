// What is told of a connection beside its place: whose account it is, what its token may read, when it is synced and how that goes.
import type { Migration } from './migration.ts'

export const syncs: Migration = {
  version: 7,
  name: 'syncs',
  statements: [
    `alter table rumb.connections
      add column account text,
      add column rights jsonb,
      add column every_minutes integer not null default 15,
      add column paused_at timestamptz,
      add column started_at timestamptz,
      add column failures integer not null default 0,
      add column progress jsonb`,
  ],
}
