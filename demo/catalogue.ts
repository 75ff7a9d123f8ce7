// What the demo company sells and how its CRM is set up: products, pipelines with stages, reasons of refusal, materials.
import type { Source } from './truths.ts'

export type Product = {
  name: string
  category: string
  /** Median price of a sale, hryvnias, and the spread of its logarithm. */
  price: number
  spread: number
  /** Cost as a share of the list price. */
  cost: number
  weight: number
}

export const products: readonly Product[] = [
  { name: 'Кондиціонування', category: 'Клімат', price: 46_000, spread: 0.55, cost: 0.66, weight: 34 },
  { name: 'Тепловий насос', category: 'Опалення', price: 240_000, spread: 0.45, cost: 0.71, weight: 30 },
  { name: 'Вентиляція', category: 'Клімат', price: 118_000, spread: 0.6, cost: 0.64, weight: 22 },
  { name: 'Зволоження та осушення', category: 'Повітря', price: 64_000, spread: 0.5, cost: 0.6, weight: 14 },
]

export type Addon = { name: string; category: string; share: number; cost: number }
/** Sold on top; `share` = price as a share of the main position. */
export const addons: readonly Addon[] = [
  { name: 'Монтаж', category: 'Послуги', share: 0.16, cost: 0.55 },
  { name: 'Сервісний договір', category: 'Послуги', share: 0.09, cost: 0.4 },
  { name: 'Wi-Fi модуль', category: 'Аксесуари', share: 0.05, cost: 0.5 },
  { name: 'Фільтри', category: 'Витратні', share: 0.04, cost: 0.45 },
]

export type Stage = { id: string; name: string; kind: 'open' | 'won' | 'lost'; milestone?: string; daysMax?: number; medianDays?: number }
export type Pipeline = { id: string; name: string; entity: 'lead' | 'deal'; kind: string; stages: readonly Stage[] }

const stage = (id: string, name: string, rest: Partial<Stage> = {}): Stage => ({ id, name, kind: 'open', ...rest })

export const qualification: Pipeline = {
  id: 'qualification',
  name: 'Кваліфікація',
  entity: 'lead',
  kind: 'qualification',
  stages: [
    stage('q_new', 'Нове звернення', { milestone: 'new', daysMax: 1 }),
    stage('q_work', 'Взято в роботу', { daysMax: 7 }),
    stage('q_contact', 'Розмова відбулася', { milestone: 'contacted', daysMax: 7 }),
    stage('q_qualified', 'Цільовий', { milestone: 'qualified' }),
    stage('q_lost', 'Відмова', { kind: 'lost' }),
  ],
}

/** In the one-card source the card itself stands in the qualification pipeline, first in «Неразобранное». */
const cardQualification: Pipeline = {
  id: 'qualification',
  name: 'Первичная обработка',
  entity: 'deal',
  kind: 'qualification',
  stages: [
    stage('q_new', 'Неразобранное', { milestone: 'new', daysMax: 1 }),
    stage('q_work', 'Взято в работу', { daysMax: 7 }),
    stage('q_contact', 'Поговорили', { milestone: 'contacted', daysMax: 7 }),
    stage('q_qualified', 'Целевой', { milestone: 'qualified', daysMax: 1 }),
    stage('q_lost', 'Отказ', { kind: 'lost' }),
  ],
}

export const sales: Pipeline = {
  id: 'sales',
  name: 'Продажі',
  entity: 'deal',
  kind: 'sales',
  stages: [
    stage('s_new', 'Нова угода', { milestone: 'qualified', daysMax: 10, medianDays: 3 }),
    stage('s_meet', 'Замір проведено', { milestone: 'meeting_held', daysMax: 12, medianDays: 4 }),
    stage('s_offer', 'Пропозицію надіслано', { milestone: 'proposal', daysMax: 20, medianDays: 6 }),
    stage('s_contract', 'Договір', { milestone: 'contract', daysMax: 14, medianDays: 4 }),
    stage('s_prepaid', 'Передоплату отримано', { milestone: 'prepaid', daysMax: 21, medianDays: 5 }),
    stage('s_won', 'Продаж', { kind: 'won' }),
    stage('s_lost', 'Відмова', { kind: 'lost' }),
  ],
}

export const repeat: Pipeline = {
  id: 'repeat',
  name: 'Повторні продажі',
  entity: 'deal',
  kind: 'repeat',
  stages: [
    stage('r_new', 'Запит клієнта', { milestone: 'new', daysMax: 7, medianDays: 1.5 }),
    stage('r_offer', 'Пропозиція', { milestone: 'proposal', daysMax: 10, medianDays: 3 }),
    stage('r_invoice', 'Рахунок', { milestone: 'invoice', daysMax: 14, medianDays: 3 }),
    stage('r_won', 'Продаж', { kind: 'won' }),
    stage('r_lost', 'Відмова', { kind: 'lost' }),
  ],
}

export const hiring: Pipeline = {
  id: 'hiring',
  name: 'Найм',
  entity: 'deal',
  kind: 'other',
  stages: [
    stage('h_new', 'Резюме'),
    stage('h_interview', 'Співбесіда'),
    stage('h_offer', 'Запрошення'),
    stage('h_won', 'Найнято', { kind: 'won' }),
    stage('h_lost', 'Відмова', { kind: 'lost' }),
  ],
}

export const pipelinesOf: Record<Source, readonly Pipeline[]> = {
  crm: [qualification, sales, repeat, hiring],
  amo: [cardQualification, sales, repeat],
}

export type LostReason = { id: string; name: string; group: string }
export const lostReasons: readonly LostReason[] = [
  { id: 'spam', name: 'Спам, помилковий номер', group: 'junk' },
  { id: 'not_target', name: 'Не наш клієнт', group: 'not_target' },
  { id: 'no_contact', name: 'Не додзвонились', group: 'no_contact' },
  { id: 'price', name: 'Дорого', group: 'price' },
  { id: 'competitor', name: 'Обрали конкурента', group: 'competitor' },
  { id: 'no_need', name: 'Передумали', group: 'no_need' },
  { id: 'postponed', name: 'Відклали на потім', group: 'postponed' },
  { id: 'terms', name: 'Не влаштували строки', group: 'terms' },
  { id: 'no_stock', name: 'Немає на складі', group: 'no_stock' },
  { id: 'our_fault', name: 'Ми не встигли', group: 'our_fault' },
  { id: 'other', name: 'Інше', group: 'other' },
]

export const materials: readonly { id: string; name: string; kind: string; language: string; cost: number }[] = [
  { id: 'm_catalogue', name: 'Каталог 2026', kind: 'catalogue', language: 'uk', cost: 18_000 },
  { id: 'm_case_office', name: 'Кейс: офіс 800 м²', kind: 'case', language: 'uk', cost: 9_000 },
  { id: 'm_case_house', name: 'Кейс: дом с тепловым насосом', kind: 'case', language: 'ru', cost: 9_000 },
  { id: 'm_calc', name: 'Калькулятор економії', kind: 'calculator', language: 'uk', cost: 14_000 },
  { id: 'm_warranty', name: 'Гарантія та сервіс', kind: 'leaflet', language: 'uk', cost: 3_000 },
  { id: 'm_video', name: 'Відео: як проходить монтаж', kind: 'video', language: 'uk', cost: 22_000 },
]
