// `rumb identity`: pairs of records that are one across sources or may be, what to decide about them, and numbers that were talked to
// and never made a lead.
import { AppError } from '../../contract/errors.ts'
import { type IdentityPair, type IdentitySide, identityStates } from '../../contract/identity.ts'
import type { ResourceOutput } from '../../contract/resources.ts'
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { printList } from '../print-list.ts'
import { readQuestion } from '../read-question.ts'

const verdicts = { join: 'joined', refuse: 'refused', undo: null } as const
const pairColumns = ['kind', 'state', 'a', 'b', 'shared', 'why', 'decided'] as const
const callerColumns = ['phone', 'calls', 'talks', 'talk_s', 'inbound', 'last_at', 'people', 'lines'] as const

export const run: Command = async ({ args, options, format, openDoorway, print, note }) => {
  const [verb = 'doubtful', ...named] = args
  const isState = identityStates.some((state) => state === verb)
  const isVerdict = verb in verdicts
  if (!isState && !isVerdict && verb !== 'callers') throw wrongUse()
  if (named.length !== (isVerdict ? 3 : 0)) throw wrongUse()
  const doorway = await openDoorway()
  if (isVerdict) {
    const [kind, a, b] = named
    const decided: IdentityPair = await doorway.ask('identityDecide', { kind, a, b, verdict: verdicts[verb as keyof typeof verdicts] })
    print(format === 'json' ? JSON.stringify(decided) : printList(format, 'pairs', pairColumns, [rowOf(decided)]))
  } else if (verb === 'callers') {
    const answer: ResourceOutput<'unknownCallers'> = await doorway.ask('unknownCallers', readQuestion(options))
    const rows = answer.callers.map((one) => ({ ...one, people: one.people.map(({ name, id }) => name ?? id ?? '') }))
    print(format === 'json' ? JSON.stringify(answer) : printList(format, 'callers', callerColumns, rows))
  } else {
    const answer: ResourceOutput<'identity'> = await doorway.ask('identity', { ...readQuestion(options), state: verb })
    print(format === 'json' ? JSON.stringify(answer) : printList(format, 'pairs', pairColumns, answer.pairs.map(rowOf)))
    if (format === 'table')
      note(
        answer.counts.map(({ kind, ...of }) => `${kind}: ${identityStates.map((state) => `${of[state]} ${state}`).join(', ')}`).join(' · '),
      )
  }
  return exitDone
}

const sideText = ({ id, name, phones, emails, of }: IdentitySide) => [id, name, ...phones, ...emails, of].filter(Boolean).join(', ')

const rowOf = ({ kind, state, a, b, shared, why, decided }: IdentityPair) => {
  return { kind, state, a: sideText(a), b: sideText(b), shared, why, decided: decided?.by ?? null }
}

const wrongUse = () =>
  new AppError('bad_usage', 'identity [doubtful|joined|refused|callers] | join|refuse|undo KIND A B', {
    hint: 'KIND is people, companies or contacts; A and B are written source:id.',
  })
