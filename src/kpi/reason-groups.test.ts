import { expect, it } from 'vitest'
import { guessReasonGroup } from './reason-groups.ts'

it.each([
  ['Дорого', 'price'],
  ['Завелика ціна', 'price'],
  ['Too expensive', 'price'],
  ['За дорого, zbyt drogo', 'price'],
  ['Дорого, купили у конкурента', 'competitor'],
  ['Выбрали другого поставщика', 'competitor'],
  ['Обрали інше рішення', 'competitor'],
  ['Не дозвонились', 'no_contact'],
  ['Не выходит на связь', 'no_contact'],
  ['No response', 'no_contact'],
  ['Нецелевой', 'not_target'],
  ['Нецільовий лід', 'not_target'],
  ['Спам', 'junk'],
  ['Дубль', 'junk'],
  ['Ошибочная заявка', 'junk'],
  ['Нет в наличии', 'no_stock'],
  ['Отложил покупку', 'postponed'],
  ['Не зараз', 'postponed'],
  ['Не устроили сроки доставки', 'terms'],
  ['Не актуально', 'no_need'],
  ['Пропала потребность', 'no_need'],
  ['Клиент пропал', 'no_contact'],
  ['Not interested', 'no_need'],
  ['Долго отвечали', 'our_fault'],
  ['Другое', 'other'],
  ['Інше', 'other'],
  ['Причина 7', null],
  ['', null],
])('%s means %s', (text, group) => {
  expect(guessReasonGroup(text)).toBe(group)
})
