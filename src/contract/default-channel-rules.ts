// The channel rules of the product: tags of links, click ids, names of sources as companies write them in Russian, Ukrainian,
// English and Polish, referring addresses. They come after the workspace's own; the first rule that holds decides.
import { CHANNEL_GROUPS, type ChannelGroup, type ChannelRule } from './channel-groups.ts'

type Condition = readonly [field: string, pattern: string]

/** All conditions hold; patterns are found anywhere in the text, whatever its case. */
const rule = (channel_group: ChannelGroup, ...conditions: readonly Condition[]): ChannelRule =>
  ({ channel_group, when: conditions.map(([field, value]) => ({ field, op: 'matches', value })) }) as ChannelRule
const oneOf = (channel_group: ChannelGroup, field: string, value: readonly string[]): ChannelRule =>
  ({ channel_group, when: [{ field, op: 'in', value: [...value] }] }) as ChannelRule

/** The longest pattern that a rule may hold. */
const PATTERN_MAX = 500

/** Any of the patterns in the field, in as few rules as their length allows. */
function rules(channel_group: ChannelGroup, field: string, patterns: readonly string[], ...also: readonly Condition[]): ChannelRule[] {
  const packed: string[] = []
  for (const pattern of patterns) {
    const longer = `${packed.at(-1)}|${pattern}`
    if (packed.length === 0 || longer.length > PATTERN_MAX) packed.push(pattern)
    else packed[packed.length - 1] = longer
  }
  return packed.map((pattern) => rule(channel_group, [field, pattern], ...also))
}

/** A short Cyrillic or Latin word that stands alone. */
const word = (words: string) => `(^|[^a-zа-яёіїєґ])(${words})([^a-zа-яёіїєґ]|$)`
/** Referring addresses on one of these hosts. */
const onHosts = (channel_group: ChannelGroup, hosts: readonly string[]) =>
  rules(
    channel_group,
    'referrer',
    hosts.map((some) => `^((https?|android-app|ios-app)://)?([^/?#]*\\.)?(${some})([:/?#]|$)`),
  )

const paidMedium = [
  '^(cpc|ppc|cpm|cpv|cpa|cpl|cpi|cpo|ads?|advert.*|adwords|display|banner|media|search|kms|gdn|rsya|pmax|shopping)$',
  '^paid|[_ -](cpc|ppc|ads?|paid)$|retarget|remarket|^target(ed|ing)?$',
].join('|')

const socialSources = [
  'facebook|instagram|tik.?tok|linkedin|vkontakte|twitter|pinterest|you.?tube|telegram|odnoklassniki|threads|viber',
  'whats.?app|snapchat|reddit|my.?target|^(fb|ig|vk|tg|ok|yt|li|x|meta|insta|dzen)([^a-z]|$)|^(vk|fb|tg|meta)ads',
  'rutube|tenchat|bluesky|mastodon|discord|xing|weibo|wechat|^(igshopping|zen)([^a-z]|$)',
]
const socialAdSource = '(facebook|fb|meta|instagram|ig|tik.?tok|vk|linkedin|telegram|tg|my|social)[._ -]?(ads?|paid|target|cpc)([^a-z]|$)'
const searchSource = [
  '^(google|yandex|ya|bing|duckduckgo|yahoo|baidu|ecosia|rambler|meta\\.ua|ukr\\.net|mail\\.ru|sputnik|i\\.ua|bigmir|naver|seznam|qwant|brave',
  'startpage|sogou|coccoc|aol|ask|chatgpt\\.com|perplexity)([^a-z]|$)',
].join('|')
const searchAdSource = '(google|yandex|ya|bing|microsoft)[._ -]?(ads?|direct|cpc|ppc)([^a-z]|$)|adwords|^direct\\.yandex|яндекс.?директ'
const affiliateSource = 'admitad|actionpay|cityads|awin|impact\\.com|shareasale|partnerize|salesdoubler|affiliate'
const mailerSource =
  'sendpulse|unisender|esputnik|mailchimp|getresponse|klaviyo|mindbox|sendsay|dashamail|brevo|sendgrid|e-?mail|newsletter'
const marketplaces = [
  'prom\\.ua|^prom$|rozetka|розетк',
  word('olx|олх'),
  'avito|авито',
  word('ozon|озон'),
  'wildberries|вайлдберриз|^wb$|allegro|amazon',
  word('ebay'),
  'kaspi|каспи|^hotline(\\.ua)?$|tiu\\.ru|satu\\.kz|deal\\.by|bigl\\.ua|aliexpress',
  word('etsy'),
  '(яндекс|yandex|ya)[ ._-]?(маркет|market)|мегамаркет|megamarket|lamoda|kasta\\.ua|zakupka|flagma|пульс ?цен|pulscen',
  'e-?katalog|price\\.ua|auto\\.?ria|dom\\.?ria',
  word('cian|циан'),
  'домклик',
  word('юла|youla'),
  'clutch\\.co|upwork|prozorro|прозорро',
]

/** Links tagged by us or by an advertising system. */
const byTags: readonly ChannelRule[] = [
  rule('partner', ['utm_source', affiliateSource]),
  ...rules('ads_social', 'utm_source', socialSources, ['utm_medium', paidMedium]),
  rule('ads_social', ['utm_medium', '^(paid[_ -]?social|social[_ -]?(ads?|paid|cpc)|smm[_ -]?(ads?|paid))']),
  rule('ads_social', ['utm_source', socialAdSource]),
  ...rules('marketplace', 'utm_source', marketplaces),
  rule('email', ['utm_medium', '^(e-?mail|newsletter|mailing|mail|рассылка|розсилка|trigger)$']),
  rule('ads_search', ['utm_source', searchAdSource]),
  rule('ads_search', ['utm_medium', paidMedium]),
  rule('partner', ['utm_medium', '^(partner(ship)?|affiliate|cpa[_-]?network|reseller|dealer)s?$']),
  rule('offline', ['utm_medium', '^(offline|print|radio|tv|outdoor|ooh|qr([_-]?code)?|event|expo|flyer|catalog(ue)?|sticker)$']),
  ...rules('social', 'utm_source', socialSources),
  rule('social', ['utm_medium', '^(social|smm|social[_ -]?(network|media)|organic[_ -]social|messenger|influencer|blogger)$']),
  rule('seo', ['utm_medium', '^(organic|seo)$']),
  rule('referral', ['utm_medium', '^(referral|recommend(ation)?|link)$']),
  rule('email', ['utm_source', mailerSource]),
  rule('direct', ['utm_source', '^\\(?direct\\)?$']),
  rule('ads_search', ['utm_source', searchSource], ['utm_medium', '^[^(]']),
]

/** `gclid=…`, and the bare values that tell whose they are. */
const byClick: readonly ChannelRule[] = [
  rule('ads_social', ['click_id', '^(fbclid|ttclid|li_fat_id|rb_clickid|twclid|epik|sccid|vkclid|rdt_cid|iwar|iwy2x|iwzx|e\\.c\\.p\\.)']),
  rule('ads_search', [
    'click_id',
    '^(gclid|gbraid|wbraid|dclid|gad_source|yclid|ymclid|msclkid|obclid|tblci|cj0k|cjwk|eaiaiq|[0-9]{17,20}$)',
  ]),
  rule('ads_search', ['url', '[?&](gclid|gbraid|wbraid|dclid|gad_source|yclid|ymclid|msclkid|obclid|tblci)=']),
  rule('ads_social', ['url', '[?&](fbclid|ttclid|li_fat_id|rb_clickid|twclid|vkclid|sccid|rdt_cid|epik)=']),
  rule('partner', ['url', '[?&](admitad_uid|actionpay|cityads|awc|irclickid)=']),
  rule('email', ['url', '[?&](mc_cid|mc_eid|_kx|_hsenc)=']),
  // Marks of a click that nobody paid for.
  rule('seo', ['url', '[?&](ysclid|srsltid)=']),
  rule('social', ['url', '[?&](igsh|igshid)=']),
]

const socialNames = [
  'facebook|фейсбук|instagram|инстаграм|інстаграм',
  word('inst|insta|инста|інста|fb|ig|фб|vk|вк|tg|тг'),
  'vkontakte|вконтакте|telegram|телеграм|tik.?tok|тик.?ток|тікток|you.?tube|ю.?туб|viber|вайбер|whats.?app',
  'в[оа]тс[ -]?апп?|вацап|linkedin|линкедин|лінкедін|одноклассник|^(ok|ок|x)(\\.ru)?$|twitter|твиттер|pinterest',
  'threads|тредс',
  word('дзен|smm|смм'),
  'соц[а-яіїє]*[ .]*(сет|медиа|медіа|мереж)|social|społecznościow',
]
const paidName = '(^|[^a-z])ads?([^a-z]|$)|реклам|paid|lead ?form|лид-?форм|лід-?форм|reklam|промо'

const ours = '(действующ|существующ|постоянн|текущ|діюч|існуюч|постійн|поточн)[а-яіїє]*|наш[иі]?'

/** Channels as a CRM names them. What says how somebody wrote (call, form, chat) says nothing here. */
const byName: readonly ChannelRule[] = [
  ...rules('cold', 'channel', [
    'холодн|(^|[^a-z])cold|(^|[^a-z])zimn[yae]|об?звон|обдзв[іо]н|прозв[іо]н|парсинг|outbound|out?reach|аутрич|prospect',
    'телемаркетинг',
  ]),
  ...rules('existing', 'channel', [
    `(${ours}) кл[иі]єнт`,
    `(${ours}) клиент`,
    '(existing|current|returning|repeat) (client|customer)|sta[łl][a-ząęy]* klient|повторн|допродаж|up.?sell',
    'cross.?sell|клиентская база|клієнтська база|генератор продаж|реактивац',
  ]),
  ...rules('partner', 'channel', [
    'partner|партн[её]р|дилер|dealer|affiliate|реселлер|reseller|интегратор|інтегратор|^агент|субподряд|дистриб',
  ]),
  ...rules('referral', 'channel', [
    'referral|рекоменд|сараф|word of mouth|знаком|знайом|друзья|друзей|друзі|друга|посовет|порад|polecen|polecon',
    'recommend|приведи|friend',
  ]),
  rule('ads_social', [
    'channel',
    'таргет|(^|[^a-z])target|paid social|блог[ге]р|influenc|инфлюенс|lead ads|лид-?формы|лід-?форми|(meta|my.?target)[ ._-]?(ads|реклама)',
  ]),
  ...rules('ads_social', 'channel', socialNames, ['channel', paidName]),
  ...rules('marketplace', 'channel', ['маркетплейс|market ?place|доск[аи] объявлен|дошк[аи] оголошен|тендер|tender', ...marketplaces]),
  ...rules('ads_search', 'channel', [
    'ad.?words|(google|гугл|bing|microsoft)[ ._-]?(ads|адс|эдс|едс|реклам|cpc|ppc)',
    '(яндекс|yandex|^я|^ya)[ ._-]*(директ|direct)|^директ$',
    '(реклам|reklam|ads?).*(google|гугл|яндекс|yandex|поиск|пошук)|контекст',
    word('cpc|ppc|рся|кмс|gdn|pmax'),
    'performance max|paid search|search ads|(поисков|пошуков)[а-яіїє]* реклам|медийн|медійн|баннер|банер|display',
    'ретаргет|ремаркет|retarget|remarket',
  ]),
  ...rules('email', 'channel', [
    'e-?mail|имейл|емейл|рассылк|розсилк|newsletter|mailing|^(электронная |електронна |эл\\.? ?)?(почта|пошта)$|^mail$',
  ]),
  ...rules('social', 'channel', socialNames),
  ...rules('seo', 'channel', [
    '(^|[^a-z])seo',
    word('сео|сэо'),
    'organic|органи[кч]|органіч|поиск|пошук|(^|[^a-z])search|wyszukiwark',
    '^(google|гугл|яндекс|yandex|bing|интернет|інтернет)$',
    '(google|гугл|яндекс|yandex)[ ._-]*(maps?|карт|мапс|my business|business|бизнес|бізнес)|2.?гис|2.?gis',
    '(наш[её]?л[аи]?|знайш[а-яіїє]*|из|з|с|через) .*(интернет|інтернет|google|гугл|яндекс)',
  ]),
  ...rules('offline', 'channel', [
    'выставк|виставк|(^|[^a-z])expo([^r]|$)|exhibition|trade ?show|(^|[^a-z])targi|event|мероприят|конференц|conference',
    'семинар|семінар|форум|off.?line|оф+лайн|walk.?in|вывеск|вивіск|наружн|зовнішн|б[иі]л.?борд|billboard|радио|радіо',
    'radio|телевид|телебач',
    word('tv|тв|qr'),
    'листовк|листівк|флаер|flyer|буклет|журнал|газет|визитк|візитк|проходил|проходи[лв]|про[еї]зжал|мимо|повз|самотек',
    'шоу-?рум|showroom',
  ]),
  ...rules('direct', 'channel', [
    '^\\(?direct( traffic)?\\)?$|прям(ой|ые|ий|і) (заход|захід|трафик|трафік|визит|візит|переход|перехід)',
    '^прям(ой|ий|ые|і)$|type.?in|закладк',
  ]),
]

/** Addresses, and the names of apps as a phone gives them. */
const mailHosts = [
  'mail\\.google\\.com|e\\.mail\\.ru|(webmail|freemail|poczta)\\.[^/]*|mail\\.(yandex|rambler|ukr|yahoo|proton|i|bigmir|zoho|aol|qip)\\.[^/]*|outlook\\.[^/]*|gmail\\.com|com\\.google\\.android\\.gm',
  'com\\.(microsoft\\.office\\.outlook|my\\.mail|yahoo\\.mobile\\.client\\.android\\.mail)|ru\\.(mail\\.mailapp|yandex\\.mail)',
]
const searchHosts = [
  'google\\.[^/]*|yandex\\.[^/]*|ya\\.ru|bing\\.com|duckduckgo\\.com|search\\.yahoo\\.com|yahoo\\.(com|co\\.jp)|baidu\\.com|ecosia\\.org',
  'go\\.mail\\.ru|mail\\.ru|meta\\.ua|ukr\\.net|i\\.ua|bigmir\\.net|rambler\\.ru|sputnik\\.ru|nigma\\.ru|search\\.brave\\.com|startpage\\.com',
  'qwant\\.com|seznam\\.cz|2gis\\.[^/]*|naver\\.com|daum\\.net|sogou\\.com|so\\.com|sm\\.cn|coccoc\\.com|aol\\.[^/]*|ask\\.com|lycos\\.[^/]*',
  'petalsearch\\.com|mojeek\\.com|swisscows\\.com|metager\\.(org|de)|kagi\\.com|dogpile\\.com|yep\\.com|presearch\\.(com|org)|you\\.com',
  'chatgpt\\.com|chat\\.openai\\.com|perplexity\\.ai|copilot\\.microsoft\\.com|com\\.google\\.android\\.googlequicksearchbox',
  'com\\.yandex\\.browser|ru\\.yandex\\.searchplugin|com\\.google\\.android\\.apps\\.(maps|searchlite)',
]
const socialHosts = [
  'facebook\\.com|fb\\.(com|me|watch)|instagram\\.com|t\\.me|telegram\\.(org|me|dog)|org\\.telegram\\.[^/]*|tiktok\\.com|messenger\\.com|m\\.me',
  'linkedin\\.com|lnkd\\.in|vk\\.(com|ru|cc)|vkontakte\\.ru|vkvideo\\.ru|ok\\.ru|odnoklassniki\\.ru|my\\.mail\\.ru|x\\.com|t\\.co|twitter\\.com',
  'pinterest\\.[^/]*|pin\\.it|youtube\\.com|youtu\\.be|threads\\.(net|com)|viber\\.com|whatsapp\\.com|wa\\.me|dzen\\.ru|zen\\.yandex\\.[^/]*',
  'reddit\\.com|snapchat\\.com|rutube\\.ru|max\\.ru|tenchat\\.ru|pikabu\\.ru|livejournal\\.com|bsky\\.app|mastodon\\.social|tumblr\\.com',
  'discord\\.(com|gg)|twitch\\.tv|xing\\.com|weibo\\.(com|cn)|weixin\\.qq\\.com|line\\.me|quora\\.com|nextdoor\\.com|vimeo\\.com|linktr\\.ee',
  'com\\.(facebook|instagram|linkedin|vkontakte|twitter|pinterest|viber|whatsapp|reddit|zhiliaoapp)\\.[^/]*|ru\\.ok\\.android',
]
const marketplaceHosts = [
  'prom\\.ua|rozetka\\.com\\.ua|olx\\.[^/]*|avito\\.ru|ozon\\.(ru|kz|by)|wildberries\\.[^/]*|allegro\\.[^/]*|amazon\\.[^/]*|ceneo\\.pl',
  'ebay\\.[^/]*|kaspi\\.kz|hotline\\.ua|tiu\\.ru|satu\\.kz|deal\\.by|bigl\\.ua|market\\.yandex\\.ru|megamarket\\.ru|shafa\\.ua|kasta\\.ua',
  'aliexpress\\.[^/]*|etsy\\.com|clutch\\.co|flagma\\.[^/]*|auto\\.ria\\.com|dom\\.ria\\.com|cian\\.ru|youla\\.ru|domclick\\.ru|auto\\.ru',
  'drom\\.ru|zakupka\\.com|pulscen\\.ru|e-katalog\\.[^/]*|ek\\.ua|price\\.ua|prozorro\\.gov\\.ua|upwork\\.com|lun\\.ua|epicentrk\\.ua',
]

const byReferrer: readonly ChannelRule[] = [
  ...onHosts('email', mailHosts),
  ...onHosts('marketplace', marketplaceHosts),
  ...onHosts('social', socialHosts),
  ...onHosts('seo', searchHosts),
]

/** Rules of the product, in order. What is known and fits none is `other`. */
export const DEFAULT_CHANNEL_RULES: readonly ChannelRule[] = [
  ...CHANNEL_GROUPS.map((group) => oneOf(group, 'channel', [group])),
  ...byTags,
  ...byClick,
  ...byName,
  ...byReferrer,
  oneOf('existing', 'origin', ['existing']),
  oneOf('cold', 'origin', ['cold']),
  oneOf('offline', 'origin', ['walk_in']),
  rule('seo', ['utm_source', searchSource]),
  rule('referral', ['referrer', '.']),
]
