// What the head promises of deals, the forecasts of plans as they were made, day by day, and how people are paid.
import type { Migration } from './migration.ts'

const OF_WORKSPACE = 'ws integer not null references rumb.workspaces (num) on delete cascade'

export const promisesAndForecasts: Migration = {
  version: 3,
  name: 'promises, forecasts, pay schemes',
  statements: [
    `create table rumb.promises (
      id bigint primary key generated always as identity,
      ${OF_WORKSPACE},
      deal text not null,
      day date not null,
      marked_at timestamptz not null,
      marked_by text not null,
      unique (ws, deal, day))`,
    'create index on rumb.promises (ws, day)',
    `create table rumb.plan_forecasts (
      ${OF_WORKSPACE},
      day date not null,
      plan text not null,
      metric text not null,
      "from" date not null,
      "to" date not null,
      target double precision not null,
      actual double precision not null,
      probability double precision,
      p10 double precision not null,
      p50 double precision not null,
      p90 double precision not null,
      primary key (ws, day, plan))`,
    `create table rumb.pay_schemes (
      ${OF_WORKSPACE},
      role text not null,
      scheme jsonb not null,
      changed_at timestamptz not null,
      changed_by text not null,
      primary key (ws, role))`,
  ],
}
