// The figure candidate causes of a bottleneck are tested by: visits that passed the stage, among those decided.
import { figure } from './figure.ts'

export const stagePasses = figure('bottleneck_passes', 'ratio', {
  type: 'share',
  fact: 'visits',
  where: "stage_kind = 'open'",
  excluded: "happened(left_at) and outcome = 're_piped'",
  hit: "outcome in ('advanced', 'skipped_over', 'won')",
  pending: 'not happened(left_at)',
})

/** What may be behind a bad stage. */
export const causeDimensions = [
  'product',
  'channel_group',
  'person',
  'origin',
  'customer_kind',
  'industry',
  'region',
  'size',
  'segment',
  'language',
] as const
