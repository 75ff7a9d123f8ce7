import { expect, it } from 'vitest'
import { loadCatalogue } from '../app/load-catalogue.ts'
import { guessesAsked, guessesBehind, sayGuesses } from './guessed-figures.ts'

it('a figure rests on what its measure looks at, an answer on what it is told apart by besides', async () => {
  const { byId } = await loadCatalogue()
  const behind = (id: string) => [...guessesBehind(byId.get(id)!)].sort()
  expect(behind('revenue')).toEqual(expect.arrayContaining(['pipeline', 'sale_event', 'stage']))
  expect(behind('junk_rate')).toEqual(expect.arrayContaining(['reason', 'stage']))
  expect(behind('nps')).toEqual([])
  expect([...guessesAsked(['channel_group', 'person'])].sort()).toEqual(['channel', 'role'])
  expect(guessesAsked(['product'])).toEqual(new Set())
})

it('says what is open in one line', () => {
  const open = new Map([
    ['stage', 3],
    ['sale_event', 1],
  ] as const)
  expect(sayGuesses(open, 'en')).toBe('Rests on guesses nobody has confirmed: stages (3), what counts as a sale')
})
