import { expect, test } from 'vitest'
import { proposePipelineKind } from './pipeline-kinds.ts'

test.each([
  ['Найм менеджеров', 'other'],
  ['HR', 'other'],
  ['Архив 2022', 'other'],
  ['Закупки', 'other'],
  ['Повторные продажи', 'repeat'],
  ['Постійні клієнти', 'repeat'],
  ['Renewals', 'repeat'],
  ['Производство', 'fulfilment'],
  ['Сервисное обслуживание', 'fulfilment'],
  ['Delivery', 'fulfilment'],
  ['Монтаж і сервіс', 'fulfilment'],
  ['Квалификация', 'qualification'],
  ['Лиды', 'qualification'],
  ['Call-центр', 'qualification'],
  ['Воронка', null],
  ['Продажи', null],
  ['Основна воронка', null],
  ['Sales Pipeline', null],
  ['Опт', null],
  ['Калибровка', null],
])('%s is proposed as %s', (name, kind) => {
  expect(proposePipelineKind(name)).toBe(kind)
})
