// The fixed groups of channels and the rules that map a case to one: the form of a rule and the rules of the product.

import { z } from 'zod'

export const CHANNEL_GROUPS = [
  'seo',
  'ads_search',
  'ads_social',
  'social',
  'email',
  'partner',
  'referral',
  'marketplace',
  'direct',
  'cold',
  'existing',
  'offline',
  'other',
] as const

export type ChannelGroup = (typeof CHANNEL_GROUPS)[number]

/** What a rule may look at: columns of a lead, deal or visit; `line` and `via` of the touch that brought it; `extra.NAME`. */
export const CHANNEL_RULE_FIELDS = [
  'channel',
  'campaign',
  'origin',
  'source',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_content',
  'utm_term',
  'click_id',
  'referrer',
  'url',
  'line',
  'via',
] as const

/** A field of one of these names, or of `extra.`; an unknown field never matches. */
export const ruleField = (names: readonly string[]) =>
  z.string().refine((name) => names.includes(name) || /^extra\..+/.test(name), {
    error: (issue) => `unknown field "${String(issue.input)}"; known: ${names.join(', ')}, extra.NAME`,
  })

const text = z.string().min(1).max(500)

// TRICKY: the warehouse's regular expressions (RE2) know no look-around and no back-references.
const pattern = text.refine((value) => isPattern(value) && !/\(\?<?[=!]|\\[1-9]/.test(value), {
  error: 'not a regular expression (look-around and back-references are not known)',
})

/** Compared without regard to case. `matches` = an RE2 expression found anywhere in the text. */
export const channelCondition = z.discriminatedUnion(
  'op',
  [
    z.strictObject({ field: ruleField(CHANNEL_RULE_FIELDS), op: z.enum(['equals', 'contains']), value: text }),
    z.strictObject({ field: ruleField(CHANNEL_RULE_FIELDS), op: z.literal('matches'), value: pattern }),
    z.strictObject({ field: ruleField(CHANNEL_RULE_FIELDS), op: z.literal('in'), value: z.array(text).min(1).max(1000) }),
  ],
  { error: 'write {field, op: equals|contains|matches|in, value}' },
)

/** All conditions hold -> the group. The first rule that holds decides; the workspace's rules come before the product's. */
export const channelRule = z.strictObject({
  channel_group: z.enum(CHANNEL_GROUPS),
  when: z.array(channelCondition).min(1).max(20),
})

export type ChannelCondition = z.infer<typeof channelCondition>
export type ChannelRule = z.infer<typeof channelRule>

const when = (channel_group: ChannelGroup, field: string, op: 'in' | 'matches', value: string | string[]): ChannelRule =>
  ({ channel_group, when: [{ field, op, value }] }) as ChannelRule

const PAID_MEDIUM = '^(cpc|ppc|cpm|cpv|cpa|paid.*|ads?|adwords|display|retargeting|target)$'
const SOCIAL =
  '(facebook|^fb$|instagram|^ig$|tiktok|linkedin|vkontakte|^vk|twitter|^x$|pinterest|youtube|telegram|^tg$|odnoklassniki|^ok$|threads|viber)'
const SEARCH = '(google|yandex|bing|duckduckgo|yahoo|baidu|ecosia|meta\\.ua|ukr\\.net|mail\\.ru)'
const MARKETPLACE = '(prom\\.ua|^prom$|rozetka|olx|avito|ozon|wildberries|allegro|amazon|ebay|kaspi|hotline|tiu\\.ru)'

/** Rules of the product, in order. What none of them knows is `other`; what tells nothing at all is `direct` when it came by a visit. */
export const DEFAULT_CHANNEL_RULES: readonly ChannelRule[] = [
  when('existing', 'origin', 'in', ['existing']),
  when('cold', 'origin', 'in', ['cold']),
  when('offline', 'origin', 'in', ['walk_in']),
  {
    channel_group: 'ads_social',
    when: [
      { field: 'utm_medium', op: 'matches', value: PAID_MEDIUM },
      { field: 'utm_source', op: 'matches', value: SOCIAL },
    ],
  },
  when('ads_social', 'utm_medium', 'matches', '^(paid[_ -]?social|social[_ -]?(ads?|paid)|target(ed)?)$'),
  when('marketplace', 'utm_source', 'matches', MARKETPLACE),
  when('ads_search', 'utm_medium', 'matches', PAID_MEDIUM),
  when('ads_social', 'click_id', 'matches', '^(fbclid|ttclid|li_fat_id|rb_clickid)'),
  when('ads_search', 'click_id', 'matches', '^(gclid|gbraid|wbraid|yclid|msclkid)'),
  when('email', 'utm_medium', 'matches', '^(e-?mail|newsletter|mailing)$'),
  when('partner', 'utm_medium', 'matches', '^(partner|affiliate|cpa[_-]?network)s?$'),
  when('referral', 'utm_medium', 'matches', '^referral$'),
  when('seo', 'utm_medium', 'matches', '^organic$'),
  when('social', 'utm_medium', 'matches', '^(social|smm|social[_ -]?(network|media))$'),
  when('social', 'utm_source', 'matches', SOCIAL),
  when('offline', 'utm_medium', 'matches', '^(offline|print|radio|tv|outdoor|qr|event|expo)$'),
  when('marketplace', 'referrer', 'matches', MARKETPLACE),
  when('social', 'referrer', 'matches', SOCIAL),
  when('seo', 'referrer', 'matches', SEARCH),
  ...CHANNEL_GROUPS.map((group) => when(group, 'channel', 'in', [group])),
  when('ads_search', 'channel', 'matches', '(google ?ads|adwords|яндекс.?директ|yandex.?direct|контекст|^cpc$|^ppc$)'),
  when('ads_social', 'channel', 'matches', '(facebook ads|meta ads|instagram ads|таргет|tiktok ads)'),
  when('seo', 'channel', 'matches', '(^seo|organic|органи|поиск|пошук)'),
  when('email', 'channel', 'matches', '(e-?mail|рассылк|розсилк|newsletter)'),
  when('partner', 'channel', 'matches', '(partner|партн[её]р|дилер|dealer|affiliate)'),
  when('referral', 'channel', 'matches', '(referral|рекомендац|сарафан|word of mouth)'),
  when('marketplace', 'channel', 'matches', `(маркетплейс|marketplace|${MARKETPLACE.slice(1)}`),
  when('cold', 'channel', 'matches', '(^cold|холодн)'),
  when('offline', 'channel', 'matches', '(выставк|виставк|expo|exhibition|offline|офлайн|оффлайн|walk.?in|вывеск|вивіск)'),
  when('social', 'channel', 'matches', SOCIAL),
  when('direct', 'channel', 'matches', '(^direct|прямой|прямий|прямі)'),
  when('referral', 'referrer', 'matches', '.'),
]

function isPattern(value: string): boolean {
  try {
    return Boolean(new RegExp(value, 'u'))
  } catch {
    // TRICKY: JavaScript tells a malformed expression only by an exception.
    return false
  }
}
