// The words of the command line's tables in three languages. Names of KPIs and notes come with the answers.
import type { Lang } from '../app/ask-house.ts'

const words = {
  period: { ru: 'Период', uk: 'Період', en: 'Period' },
  total: { ru: 'Всего', uk: 'Усього', en: 'Total' },
  unknown: { ru: 'неизвестно', uk: 'невідомо', en: 'unknown' },
  as_of: { ru: 'по состоянию на', uk: 'станом на', en: 'as of' },
  stage: { ru: 'Этап', uk: 'Етап', en: 'Stage' },
  entries: { ru: 'Вошло', uk: 'Увійшло', en: 'Entries' },
  advanced: { ru: 'Дальше', uk: 'Далі', en: 'Advanced' },
  skipped_over: { ru: 'Перескочило', uk: 'Перескочило', en: 'Skipped over' },
  lost: { ru: 'Отказ', uk: 'Відмова', en: 'Lost' },
  won: { ru: 'Продажа', uk: 'Продаж', en: 'Won' },
  moved_back: { ru: 'Назад', uk: 'Назад', en: 'Moved back' },
  re_piped: { ru: 'В другую воронку', uk: 'До іншої воронки', en: 'Other pipeline' },
  still_there: { ru: 'Ещё там', uk: 'Ще там', en: 'Still there' },
  reached: { ru: 'Дошло', uk: 'Дійшло', en: 'Reached' },
  conversion: { ru: 'Конверсия', uk: 'Конверсія', en: 'Conversion' },
  cumulative: { ru: 'От входа', uk: 'Від входу', en: 'Since entry' },
  time_p50: { ru: 'Время', uk: 'Час', en: 'Time' },
  state: { ru: 'Состояние', uk: 'Стан', en: 'State' },
  leads: { ru: 'Лиды', uk: 'Ліди', en: 'Leads' },
  deals: { ru: 'Сделки', uk: 'Угоди', en: 'Deals' },
  money: { ru: 'Деньги', uk: 'Гроші', en: 'Money' },
  oldest_days: { ru: 'Самый старый', uk: 'Найстаріший', en: 'Oldest' },
  received: { ru: 'Получено', uk: 'Отримано', en: 'Received' },
  group: { ru: 'Группа', uk: 'Група', en: 'Group' },
  reason: { ru: 'Причина', uk: 'Причина', en: 'Reason' },
  top_stage: { ru: 'Чаще на этапе', uk: 'Частіше на етапі', en: 'Mostly at' },
  without_contact: { ru: 'Без разговора', uk: 'Без розмови', en: 'Without contact' },
  waiting_on_us: { ru: 'Ждёт нас', uk: 'Чекає на нас', en: 'Waiting on us' },
  waiting_on_client: { ru: 'Ждём клиента', uk: 'Чекаємо на клієнта', en: 'Waiting on client' },
  in_work: { ru: 'В работе', uk: 'В роботі', en: 'In work' },
  abandoned: { ru: 'Брошен', uk: 'Покинутий', en: 'Abandoned' },
  unowned: { ru: 'Ничей', uk: 'Нічий', en: 'Unowned' },
  disqualified: { ru: 'Нецелевой', uk: 'Нецільовий', en: 'Disqualified' },
  duplicate: { ru: 'Дубль', uk: 'Дубль', en: 'Duplicate' },
  spam: { ru: 'Спам', uk: 'Спам', en: 'Spam' },
  part: { ru: 'Часть', uk: 'Частина', en: 'Part' },
  contribution: { ru: 'Вклад', uk: 'Внесок', en: 'Contribution' },
  share: { ru: 'Доля', uk: 'Частка', en: 'Share' },
  records: { ru: 'записей', uk: 'записів', en: 'records' },
} as const satisfies Record<string, Record<Lang, string>>

export type Word = keyof typeof words

export const say = (word: Word, lang: Lang): string => words[word][lang]
