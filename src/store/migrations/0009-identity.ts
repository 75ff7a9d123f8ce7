// What people decided about records of different sources: that they are one, or that they are not.
import type { Migration } from './migration.ts'

export const identity: Migration = {
  version: 9,
  name: 'identity',
  statements: [
    `create table rumb.identity_decisions (
      ws integer not null references rumb.workspaces (num) on delete cascade,
      kind text not null check (kind in ('people', 'companies', 'contacts')),
      a text not null,
      b text not null check (a < b),
      verdict text not null check (verdict in ('joined', 'refused')),
      decided_at timestamptz not null,
      decided_by text not null,
      primary key (ws, kind, a, b))`,
  ],
}
