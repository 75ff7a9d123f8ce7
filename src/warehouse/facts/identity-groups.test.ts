import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupPairs, type Member, type Pair } from './identity-groups.ts'

const pair = (a: string, b: string, state = 'joined', why = ''): Pair => ({ a, b, source_a: 'x', source_b: 'y', state, why })
const member = (source: string, isOf = false): Member => ({ source, isOf })

test('who is of a company stands for the group, else the first source does', () => {
  const pairs = [pair('1', '2'), pair('2', '3')]
  const members = new Map([
    ['1', member('a')],
    ['2', member('b')],
    ['3', member('c', true)],
  ])
  expect([...groupPairs(pairs, members).values()]).toEqual(['3', '3', '3'])
  expect([...groupPairs(pairs, new Map([...members, ['3', member('c')]])).values()]).toEqual(['1', '1', '1'])
})

test('two who were refused are in no group together, and what a person joined comes before what was found', () => {
  const members = new Map(['1', '2', '3'].map((k) => [k, member(k)]))
  const found = groupPairs([pair('1', '2'), pair('2', '3'), pair('1', '3', 'refused', 'decided')], members)
  expect([...found]).toEqual([
    ['1', '1'],
    ['2', '1'],
  ])
  const decided = groupPairs([pair('1', '2'), pair('2', '3', 'joined', 'decided'), pair('1', '3', 'refused', 'decided')], members)
  expect([...decided.keys()].toSorted()).toEqual(['2', '3'])
})

test('any order of the pairs gives the same groups, each closed, none with two who were refused', () => {
  const key = fc.integer({ min: 1, max: 12 }).map(String)
  const pairs = fc.array(
    fc
      .tuple(key, key, fc.constantFrom('joined', 'joined', 'refused'), fc.constantFrom('', 'decided'))
      .map(([a, b, state, why]) => pair(a, b, state, why)),
    { maxLength: 25 },
  )
  const unique = pairs.map((list) => {
    const apart = list.filter(({ a, b }) => Number(a) < Number(b))
    return [...new Map(apart.map((one) => [`${one.a} ${one.b}`, one])).values()]
  })
  fc.assert(
    fc.property(unique, fc.integer(), (list, turn) => {
      const members = new Map<string, Member>()
      const heads = groupPairs(list, members)
      const shuffled = list.toSorted(
        (x, y) => ((Number(x.a) * 31 + Number(x.b) * 17 + turn) % 7) - ((Number(y.a) * 31 + Number(y.b) * 17 + turn) % 7),
      )
      expect([...groupPairs(shuffled, members)].toSorted()).toEqual([...heads].toSorted())
      for (const { a, b, state } of list)
        if (state === 'refused') expect(heads.get(a) === undefined || heads.get(a) !== heads.get(b)).toBe(true)
      for (const head of heads.values()) expect(heads.get(head)).toBe(head)
    }),
  )
})
