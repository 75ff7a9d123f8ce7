import { expect, it } from 'vitest'
import { guessPersonRole } from './person-roles.ts'

it('takes people for what their position says, in four languages', () => {
  const said: Readonly<Record<string, readonly string[]>> = {
    seller: ['Менеджер по продажам', 'Менеджер з продажу', 'Sales manager', 'Handlowiec', 'Sales Representative'],
    caller: ['Оператор колл-центра', 'SDR', 'Оператор КЦ'],
    account: ['Аккаунт-менеджер', 'Customer Success Manager', 'Менеджер по сопровождению', 'Key Account Manager'],
    head: ['РОП', 'Руководитель отдела продаж', 'Head of Sales', 'Керівник відділу', 'Kierownik sprzedaży', 'Commercial director'],
    reviewer: ['Контроль качества', 'ОКК', 'Quality assurance'],
    service: ['Специалист поддержки', 'Логист', 'Customer support'],
    marketing: ['Маркетолог', 'Руководитель маркетинга', 'SMM'],
    robot: ['Salesbot', 'Интеграция 1С', 'API'],
    other: ['Бухгалтер', 'Księgowa', 'Администратор', 'CEO'],
  }
  for (const [role, positions] of Object.entries(said))
    expect(positions.map((position) => [position, guessPersonRole([position])])).toEqual(positions.map((position) => [position, role]))
})

it('asks the next text where the first tells nothing, and says so where none does', () => {
  expect(guessPersonRole([null, '', 'Отдел продаж', 'Иван'])).toBe('seller')
  expect(guessPersonRole(['Иван Петров', 'Anna Kowalska', 'Leadbetter'])).toBeNull()
})
