import { describe, expect, it, test } from 'vitest'
import { readScriptParts } from '../contract/script.ts'
import { makeListener } from './hear-call.ts'

const part = (key: string, ...phrases: string[]) => ({ key, phrases })
const english = {
  steps: readScriptParts(
    JSON.stringify([
      part('greeting', 'my name is', 'calling from Fresh Air'),
      part('need', 'what problem do you want to solve'),
      part('budget', 'what budget do you have in mind'),
      part('next_step', 'book a survey', 'agree on the next meeting'),
    ]),
  ),
  objections: readScriptParts(JSON.stringify([part('expensive', 'expensive', 'price is too high'), part('think', 'need to think')])),
}
const hear = makeListener(english)
const keys = (transcript: string) => hear(transcript).map(({ key }) => key)

describe('a script in a transcript', () => {
  test.each([
    ['Manager: Good morning, my name is Ann', ['greeting']],
    ['Manager: So which problem are you trying to solve? What problem would you want solved first?', ['need']],
    ['Manager: What sort of budget did you have in mind?', ['budget']],
    ['Manager: Shall we book the survey for Monday?', ['next_step']],
    ['Manager: Let us agree on our next meetng', ['next_step']],
    ['Client: That is a bit expensive', ['expensive']],
    ['Client: It is not expensive', []],
    ['Client: I will need some time to think', ['think']],
    ['Client: They booked a survey last year', []],
    ['Manager: Is it too expensive for you?', []],
    ['Manager: Hello, one moment please', []],
  ])('%s', (transcript, expected) => {
    expect(keys(transcript)).toEqual(expected)
  })

  it('is sought in all of it where nobody is named', () => {
    expect(keys('good morning my name is ann what budget do you have in mind it is expensive')).toEqual(['greeting', 'budget', 'expensive'])
  })

  it('is quoted', () => {
    const [heard] = hear('Manager: Hello. Could we book a quick survey? Fine.\nClient: Yes')
    expect(heard).toEqual({ key: 'next_step', quote: 'Could we book a quick survey?' })
    const long = `Manager: ${'well '.repeat(60)}book a survey ${'well '.repeat(60)}`
    expect(hear(long)[0]?.quote).toBe('book a survey')
  })

  it('of no parts, in no words or without phrases is not heard', () => {
    expect(makeListener({ steps: [], objections: [] })('Manager: book a survey')).toEqual([])
    expect(hear('')).toEqual([])
    expect(makeListener({ steps: readScriptParts('[{"key":"a"},{"phrases":["x"]}]'), objections: [] })('x')).toEqual([])
  })
})
