// Guesses from its name what reaching a stage means. Where a name can mean less, it means less: "meeting" is a meeting set, a
// proposal being prepared is none yet, an invoice for a prepayment is an invoice. The head confirms once.
import type { MILESTONES } from '../contract/settings.ts'
import * as words from './milestone-words.ts'

export type Milestone = (typeof MILESTONES)[number]

/** Null: the name tells nothing. */
export function guessMilestone(name: string): Milestone | null {
  const plain = simplify(name)
  if (words.neutral.test(plain)) return null
  if (words.beginning.test(plain)) return 'new'
  if (words.astray.test(plain)) return null
  return (
    guessEnd(plain) ??
    guessProposal(plain) ??
    guessMeeting(plain) ??
    guessTalks(plain) ??
    (words.contacted.test(plain) ? 'contacted' : null)
  )
}

function simplify(name: string): string {
  const lower = name.toLowerCase().replaceAll('ё', 'е')
  const plain = lower.replace(/['’ʼ`]/gu, '').replace(/[^\p{L}\p{N}]+/gu, ' ')
  return plain
    .trim()
    .replace(/^\d{1,2} (?=\p{L})/u, '')
    .replace(/ 100$/u, '')
}

/** Delivery, money, contract. */
function guessEnd(plain: string): Milestone | null {
  const isMoney = words.payment.test(plain) || words.prepayment.test(plain) || words.invoice.test(plain)
  if (isMoney) return guessMoney(plain)
  if (words.delivered.test(plain)) return 'delivered'
  return words.contract.test(plain) && !words.notContract.test(plain) ? 'contract' : null
}

function guessMoney(plain: string): Milestone {
  if (words.awaiting.test(plain)) return 'invoice'
  const isReceived = words.received.test(plain)
  const isInvoice = words.invoice.test(plain)
  if (words.prepayment.test(plain)) return isInvoice && !isReceived ? 'invoice' : 'prepaid'
  return isInvoice && !isReceived ? 'invoice' : 'paid'
}

function guessProposal(plain: string): Milestone | null {
  const isProposal = words.proposal.test(plain)
  if (!isProposal && !words.estimate.test(plain)) return null
  if (words.sent.test(plain)) return 'proposal'
  return isProposal && !words.preparing.test(plain) ? 'proposal' : 'qualified'
}

function guessMeeting(plain: string): Milestone | null {
  if (!words.meeting.test(plain)) return null
  if (words.wanted.test(plain)) return 'contacted'
  return words.held.test(plain) && !words.notHeld.test(plain) ? 'meeting_held' : 'meeting_set'
}

function guessTalks(plain: string): Milestone | null {
  if (words.decision.test(plain) && !words.decisionMaker.test(plain)) return 'proposal'
  return words.qualified.test(plain) ? 'qualified' : null
}
