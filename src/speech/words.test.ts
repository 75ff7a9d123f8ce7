import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { compareWords, editDistance, isSameAlone, kin } from './compare-words.ts'
import { stemWord } from './stem-word.ts'
import { utterancesOf } from './utterances.ts'

describe('forms of a word', () => {
  test.each([
    ['uk', 'призначимо призначаємо призначити'],
    ['uk', 'зрозумів зрозуміла зрозуміло'],
    ['uk', 'окупиться окупається'],
    ['uk', 'домовимось домовимося'],
    ['uk', 'задача задачу задачі задачами'],
    ['uk', 'приймає приймати прийматиме'],
    ['uk', 'гарантія гарантію гарантією'],
    ['ru', 'назначим назначить'],
    ['ru', 'гарантия гарантию гарантией'],
    ['ru', 'понял поняла'],
    ['en', 'decide decides decided'],
  ] as const)('%s: %s have one stem', (language, words) => {
    expect(new Set(words.split(' ').map((word) => stemWord(word, language))).size).toBe(1)
  })

  test.each([
    ['предложили', 'предлагали', kin],
    ['запропонували', 'пропонували', kin],
    ['гарантия', 'гаратия', 1],
    ['бюджет', 'бюджжет', 1],
    ['замер', 'размер', 0],
    ['решение', 'окупится', 0],
  ])('%s and %s: %s', (a, b, likeness) => {
    expect(compareWords(a, b)).toBe(likeness)
  })

  it('takes a word that stands alone more strictly', () => {
    expect(isSameAlone('дорого', 'дорога')).toBe(false)
    expect(isSameAlone('дорого', 'недорого')).toBe(false)
    expect(isSameAlone('дорого', 'дорогго')).toBe(true)
    expect(isSameAlone('expensive', 'expensiv')).toBe(true)
  })
})

describe('the distance of two words', () => {
  const word = fc.string({ maxLength: 12, unit: fc.constantFrom(...'абв') })
  it('is none of a word to itself, the same both ways, and never below the difference of lengths', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, a, 12)).toBe(0)
        expect(editDistance(a, b, 12)).toBe(editDistance(b, a, 12))
        expect(editDistance(a, b, 12)).toBeGreaterThanOrEqual(Math.abs(a.length - b.length))
      }),
    )
  })

  it('counts a letter lost, added, changed, and two swapped, as one', () => {
    for (const other of ['замр', 'заамер', 'земер', 'азмер']) expect(editDistance('замер', other, 3)).toBe(1)
  })
})

describe('utterances', () => {
  it('are told apart by who speaks, with times before the names or not', () => {
    const rows = utterancesOf('[00:01] Manager: Hello\nand welcome\n00:05 Client: Too expensive\nИмя: что')
    expect(rows.map(({ speaker, words }) => [speaker, words.map(({ word }) => word).join(' ')])).toEqual([
      ['ours', 'hello and welcome'],
      ['client', 'too expensive'],
      ['unknown', 'что'],
    ])
  })

  it('know where their words stand', () => {
    const text = 'Клієнт: П’ять років'
    const words = utterancesOf(text).flatMap((row) => row.words)
    expect(words.map(({ start, end }) => text.slice(start, end))).toEqual(['П’ять', 'років'])
  })
})
