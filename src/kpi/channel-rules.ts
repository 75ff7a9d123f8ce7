// Channel rules: which group a lead, deal or visit belongs to, printed as SQL. The workspace's rules come first.
import type { ChannelRule } from '../contract/channel-groups.ts'

export function channelGroupSql(_rules: readonly ChannelRule[]): (row: string) => string {
  return (row) => `toString(${row}.channel)`
}
