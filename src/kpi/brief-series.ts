// What the brief watches from week to week. Only figures that are ripe when their week is over: what becomes of the leads of last week is
// not known on Monday.
import type { Texts } from '../contract/kpi-entry.ts'
import { figure } from './figure.ts'

/** Inquiries received, spam and duplicates among them: those are told apart only later. */
export const leadsReceived = figure('brief_leads', 'count', { type: 'count', fact: 'leads' })
export const daysWorked = figure('brief_workdays', 'count', { type: 'count', fact: 'workdays' })
/** Stays in a stage by the week they ended. */
export const stagePassed = figure('brief_stage_passed', 'ratio', {
  type: 'share',
  fact: 'visits',
  axis: 'left_at',
  where: "stage_kind = 'open' and outcome != 're_piped'",
  hit: "outcome in ('advanced', 'skipped_over', 'won')",
})
export const briefFigures = [leadsReceived, daysWorked, stagePassed]

export type BriefLevel = 'all' | 'channel_group' | 'team' | 'person' | 'stage'
export type BriefSeries = {
  kpi: string
  /** The KPI whose definition and records are shown. */
  shownAs?: string
  law: 'count' | 'share'
  /** What a count is proportional to, besides chance. */
  exposure?: 'calendar' | 'worked'
  /** Own weeks of the year count, company-wide. */
  season?: boolean
  /**
   * Several weeks together are judged, too. Not what moves by itself: what comes follows the year; sales among the closed grow when more
   * comes, since refusals take longer; next steps grow rare as talks with customers become many.
   */
  slow?: boolean
  levels: readonly BriefLevel[]
  better: 'higher' | 'lower'
  question: Texts
}

export const briefSeries: readonly BriefSeries[] = [
  {
    kpi: leadsReceived.id,
    shownAs: 'leads',
    law: 'count',
    exposure: 'calendar',
    season: true,
    levels: ['all', 'channel_group'],
    better: 'higher',
    question: {
      ru: 'Что изменилось в рекламе, на сайте или в приёме обращений?',
      uk: 'Що змінилося в рекламі, на сайті чи в прийомі звернень?',
      en: 'What changed in advertising, on the site, or in taking inquiries?',
    },
  },
  {
    kpi: 'response_within_15m',
    law: 'share',
    slow: true,
    levels: ['all', 'team', 'person'],
    better: 'higher',
    question: {
      ru: 'В какие часы не успеваем ответить и кто мог бы подхватить?',
      uk: 'У які години не встигаємо відповісти й хто міг би підхопити?',
      en: 'At which hours are we late, and who could take over?',
    },
  },
  {
    kpi: 'missed_call_rate',
    law: 'share',
    slow: true,
    levels: ['all'],
    better: 'lower',
    question: {
      ru: 'Когда звонят, а трубку не берут: кто был на линии?',
      uk: 'Коли телефонують, а слухавку не беруть: хто був на лінії?',
      en: 'When do calls go unanswered, and who was on the line?',
    },
  },
  {
    kpi: 'calls_effective',
    law: 'count',
    exposure: 'worked',
    levels: ['person'],
    better: 'higher',
    question: {
      ru: 'Что мешало разговаривать с клиентами: лиды, база, время?',
      uk: 'Що заважало розмовляти з клієнтами: ліди, база, час?',
      en: 'What kept you from talking to clients: leads, lists, time?',
    },
  },
  {
    kpi: 'meeting_show_rate',
    law: 'share',
    slow: true,
    levels: ['all', 'person'],
    better: 'higher',
    question: {
      ru: 'Подтверждаем ли встречу накануне и кого зовём?',
      uk: 'Чи підтверджуємо зустріч напередодні й кого кличемо?',
      en: 'Do we confirm the meeting the day before, and whom do we invite?',
    },
  },
  {
    kpi: 'next_step_rate',
    law: 'share',
    levels: ['all', 'person'],
    better: 'higher',
    question: {
      ru: 'Чем заканчивается разговор: о чём договорились и когда?',
      uk: 'Чим закінчується розмова: про що домовилися й коли?',
      en: 'How does a talk end: what was agreed, and for when?',
    },
  },
  {
    kpi: 'tasks_on_time_rate',
    law: 'share',
    slow: true,
    levels: ['all', 'person'],
    better: 'higher',
    question: {
      ru: 'Какие задачи не успеваете и от чего можно отказаться?',
      uk: 'Які завдання не встигаєте й від чого можна відмовитися?',
      en: 'Which tasks run late, and which could be dropped?',
    },
  },
  {
    kpi: 'closed_without_contact',
    law: 'share',
    slow: true,
    levels: ['all', 'person'],
    better: 'lower',
    question: {
      ru: 'Почему эти карточки закрыты без разговора?',
      uk: 'Чому ці картки закрито без розмови?',
      en: 'Why were these cards closed without a talk?',
    },
  },
  {
    kpi: 'win_rate',
    law: 'share',
    levels: ['all', 'person'],
    better: 'higher',
    question: {
      ru: 'Какие сделки ушли и что общего у отказов?',
      uk: 'Які угоди пішли й що спільного у відмов?',
      en: 'Which deals were lost, and what do the refusals share?',
    },
  },
  {
    kpi: 'won_deals',
    law: 'count',
    exposure: 'worked',
    season: true,
    levels: ['all'],
    better: 'higher',
    question: {
      ru: 'Чего не хватило: лидов, конверсии или дней?',
      uk: 'Чого забракло: лідів, конверсії чи днів?',
      en: 'What was missing: leads, conversion or days?',
    },
  },
  {
    kpi: stagePassed.id,
    shownAs: 'stage_conversion',
    law: 'share',
    slow: true,
    levels: ['stage'],
    better: 'higher',
    question: {
      ru: 'Что изменилось на этом этапе: предложение, цена, срок, продукт?',
      uk: 'Що змінилося на цьому етапі: пропозиція, ціна, строк, продукт?',
      en: 'What changed at this stage: offer, price, timing, product?',
    },
  },
]

/** Of a week better than the own level. */
export const repeatQuestion: Texts = {
  ru: 'Что сработало и как это повторить?',
  uk: 'Що спрацювало і як це повторити?',
  en: 'What worked, and how can it be repeated?',
}

/** Whose eyes see what. */
export const briefLevels: Readonly<Record<'owner' | 'head' | 'lead' | 'person', readonly BriefLevel[]>> = {
  owner: ['all', 'channel_group', 'team', 'stage'],
  head: ['all', 'channel_group', 'team', 'person', 'stage'],
  lead: ['team', 'person'],
  person: ['person'],
}
