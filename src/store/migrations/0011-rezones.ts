// Changes of time zone that have not been carried through yet: what was written without an offset still has to move.
import type { Migration } from './migration.ts'

export const rezones: Migration = {
  version: 11,
  name: 'rezones',
  statements: [
    `create table rumb.rezones (
      ws integer primary key references rumb.workspaces (num) on delete cascade,
      old_zone text not null,
      new_zone text not null,
      kinds jsonb not null default '{}')`,
  ],
}
