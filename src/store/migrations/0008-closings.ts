// Months that were closed, with the pay of each person as it stood.
import type { Migration } from './migration.ts'

export const closings: Migration = {
  version: 8,
  name: 'closings',
  statements: [
    `create table rumb.closings (
      ws integer not null references rumb.workspaces (num) on delete cascade,
      month text not null,
      closed_at timestamptz not null,
      closed_by text not null,
      people jsonb not null,
      primary key (ws, month))`,
  ],
}
