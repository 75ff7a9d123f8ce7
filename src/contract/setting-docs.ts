// What each setting of a workspace means, in the three languages, and the settings written out as a commented YAML file.

import { Document, isMap, isScalar, visit } from 'yaml'
import { SETTING_KEYS, type SettingKey, type Settings } from './settings.ts'

type Texts = { ru: string; uk: string; en: string }

export const SETTING_DOCS: Readonly<Record<SettingKey, Texts>> = {
  timezone: {
    ru: 'Часовой пояс (имя IANA): по нему считаются дни, и в нём читается время без смещения.',
    uk: 'Часовий пояс (ім’я IANA): за ним рахуються дні, і в ньому читається час без зсуву.',
    en: 'Time zone (IANA name): days are counted in it, and times without an offset are read in it.',
  },
  currency: {
    ru: 'Валюта (ISO 4217): в неё пересчитываются деньги, и она подразумевается, где валюта не указана.',
    uk: 'Валюта (ISO 4217): у неї перераховуються гроші, і вона мається на увазі, де валюту не вказано.',
    en: 'Currency (ISO 4217): money is converted into it, and it is meant where none is given.',
  },
  fiscal_year_start: {
    ru: 'Месяц начала финансового года, 01–12.',
    uk: 'Місяць початку фінансового року, 01–12.',
    en: 'Month in which the fiscal year begins, 01 to 12.',
  },
  credit: {
    ru: 'Кому засчитывается продажа: closer — кто закрыл, opener — кто квалифицировал, split — по долям участников.',
    uk: 'Кому зараховується продаж: closer — хто закрив, opener — хто кваліфікував, split — за частками учасників.',
    en: 'Who is credited with a sale: closer = who closed it, opener = who qualified it, split = by the shares of those who took part.',
  },
  sale_event: {
    ru: 'Что считается продажей: won — успешное закрытие; contract, prepaid, paid — первый вход в такой этап; first_payment, full_payment — первая или полная оплата.',
    uk: 'Що вважається продажем: won — успішне закриття; contract, prepaid, paid — перший вхід у такий етап; first_payment, full_payment — перша або повна оплата.',
    en: 'What counts as a sale: won = closed as won; contract, prepaid, paid = first entry into such a stage; first_payment, full_payment = the first or the full payment.',
  },
  purchases: {
    ru: 'Из чего складываются покупки клиента: deals — из продаж, payments — из оплат (если сделок нет).',
    uk: 'З чого складаються покупки клієнта: deals — з продажів, payments — з оплат (якщо угод немає).',
    en: 'What the purchases of a customer are made of: deals = sales, payments = payments (where there are no deals).',
  },
  purchase_gap_days: {
    ru: 'Продажи одного клиента не дальше стольких дней друг от друга — одна покупка; 0 — только одного дня.',
    uk: 'Продажі одного клієнта не далі стількох днів один від одного — одна покупка; 0 — лише одного дня.',
    en: 'Sales of one customer at most this many days apart are one purchase; 0 = of the same day only.',
  },
  effective_call_s: {
    ru: 'С какой длительности разговора (в секундах) отвеченный звонок считается контактом.',
    uk: 'З якої тривалості розмови (у секундах) відповіданий дзвінок вважається контактом.',
    en: 'From how many seconds of talk on an answered call counts as a contact.',
  },
  activity_window_days: {
    ru: 'Сколько дней после покупки клиент активен; null — вдвое больше обычного промежутка, от 30 до 365.',
    uk: 'Скільки днів після покупки клієнт активний; null — удвічі більше звичайного проміжку, від 30 до 365.',
    en: 'For how many days after a purchase a customer is active; null = twice the usual gap, 30 to 365.',
  },
  base_coverage_days: {
    ru: 'За сколько дней нужен хотя бы один контакт, чтобы клиент базы считался охваченным.',
    uk: 'За скільки днів потрібен хоча б один контакт, щоб клієнт бази вважався охопленим.',
    en: 'Within how many days an active customer needs a contact to count as covered.',
  },
  attribution_days: {
    ru: 'За сколько дней до лида визиты входят в путь клиента.',
    uk: 'За скільки днів до ліда візити входять у шлях клієнта.',
    en: 'How many days before the lead its visits belong to the customer’s journey.',
  },
  complete_from: {
    ru: 'С какого дня данные источника полны: {источник: {вид записей: день}}. Без указания — день первого закрытия, который показывает источник.',
    uk: 'З якого дня дані джерела повні: {джерело: {вид записів: день}}. Якщо не вказано — день першого закриття, який показує джерело.',
    en: 'From which day on the data of a source are complete: {source: {kind of records: day}}. Without it, the day of the first closing the source shows.',
  },
  channel_rules: {
    ru: 'Правила, по которым канал попадает в группу; решает первое подошедшее, потом — правила продукта: [{channel_group, when: [{field, op: equals|contains|matches|in, value}]}].',
    uk: 'Правила, за якими канал потрапляє до групи; вирішує перше, що підійшло, потім — правила продукту: [{channel_group, when: [{field, op: equals|contains|matches|in, value}]}].',
    en: 'Rules that map a channel to its group; the first that holds decides, then those of the product: [{channel_group, when: [{field, op: equals|contains|matches|in, value}]}].',
  },
  ideal_customer: {
    ru: 'Кто ваш идеальный клиент: null или дерево из {all: […]}, {any: […]}, {not: …} и {field, op: equals|contains|in|at_least|at_most|known, value}.',
    uk: 'Хто ваш ідеальний клієнт: null або дерево з {all: […]}, {any: […]}, {not: …} і {field, op: equals|contains|in|at_least|at_most|known, value}.',
    en: 'Who your ideal customer is: null or a tree of {all: […]}, {any: […]}, {not: …} and {field, op: equals|contains|in|at_least|at_most|known, value}.',
  },
  calendars: {
    ru: 'Рабочее время компании (team_id: null) и команд: часы по дням недели, праздники страны, свои выходные и рабочие дни. ignore_holidays: true — праздники страны рабочие.',
    uk: 'Робочий час компанії (team_id: null) і команд: години за днями тижня, свята країни, власні вихідні та робочі дні. ignore_holidays: true — свята країни робочі.',
    en: 'Business hours of the company (team_id: null) and of teams: hours by weekday, a country’s holidays, own days off and working days. ignore_holidays: true = the country’s holidays are worked.',
  },
  pipelines: {
    ru: 'Подтверждённый вид воронок: {воронка: {kind: qualification|sales|repeat|fulfilment|other}}. fulfilment и other не входят ни в один показатель.',
    uk: 'Підтверджений вид воронок: {воронка: {kind: qualification|sales|repeat|fulfilment|other}}. fulfilment і other не входять у жоден показник.',
    en: 'Confirmed kinds of pipelines: {pipeline: {kind: qualification|sales|repeat|fulfilment|other}}. fulfilment and other are outside every KPI.',
  },
  stages: {
    ru: 'Подтверждённый смысл этапов: {этап: {milestone, days_max}} — что означает этап и сколько дней в нём нормально.',
    uk: 'Підтверджений зміст етапів: {етап: {milestone, days_max}} — що означає етап і скільки днів у ньому нормально.',
    en: 'Confirmed meaning of stages: {stage: {milestone, days_max}} = what a stage means and how many days in it are normal.',
  },
  lost_reasons: {
    ru: 'Группы причин отказа: {причина: junk|not_target|no_contact|price|competitor|no_need|postponed|terms|no_stock|our_fault|other}.',
    uk: 'Групи причин відмови: {причина: junk|not_target|no_contact|price|competitor|no_need|postponed|terms|no_stock|our_fault|other}.',
    en: 'Groups of refusal reasons: {reason: junk|not_target|no_contact|price|competitor|no_need|postponed|terms|no_stock|our_fault|other}.',
  },
  people: {
    ru: 'Кто есть кто, если система этого не говорит или говорит не так: {сотрудник: {role: seller|caller|account|head|reviewer|service|marketing|robot|other}}. Продают seller, caller и account.',
    uk: 'Хто є хто, якщо система цього не каже або каже не так: {працівник: {role: seller|caller|account|head|reviewer|service|marketing|robot|other}}. Продають seller, caller і account.',
    en: 'Who is who, where the system does not say so or says otherwise: {person: {role: seller|caller|account|head|reviewer|service|marketing|robot|other}}. seller, caller and account sell.',
  },
  fields: {
    ru: 'Какие свои поля CRM заполняют поля записей: {источник: {deals.amount: название поля}}; пустое — никакое. Число round растёт само при каждом изменении.',
    uk: 'Які власні поля CRM заповнюють поля записів: {джерело: {deals.amount: назва поля}}; порожнє — жодне. Число round зростає саме з кожною зміною.',
    en: 'Which fields a company made in its CRM fill columns of records: {source: {deals.amount: name of the field}}; empty = none. The number round grows by itself with each change.',
  },
  confirmed: {
    ru: 'Что подтверждено таким, какое есть: sale_event, названия источников (channel_rules.НАЗВАНИЕ).',
    uk: 'Що підтверджено таким, яким є: sale_event, назви джерел (channel_rules.НАЗВА).',
    en: 'What was confirmed as it is: sale_event, names of sources (channel_rules.NAME).',
  },
}

/** The settings as YAML with a comment above each key; `parseSettingDocument` reads it back. */
export function formatSettings(settings: Settings, lang: keyof Texts): string {
  const document = new Document(Object.fromEntries(SETTING_KEYS.map((key) => [key, settings[key]])))
  if (isMap(document.contents)) {
    for (const { key } of document.contents.items) {
      if (isScalar(key)) key.commentBefore = ` ${SETTING_DOCS[key.value as SettingKey][lang]}`
    }
  }
  visit(document, {
    Seq: (_key, list) => {
      if (!JSON.stringify(list).includes('{')) list.flow = true
    },
  })
  return document.toString({ lineWidth: 0, flowCollectionPadding: false })
}
