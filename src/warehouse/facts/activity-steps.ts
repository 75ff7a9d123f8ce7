// The facts of activity in the order in which they build on one another. Leads and deals come after them: they take what
// lead-activity.ts and deal-activity.ts tell. work_cases needs work_deals and work_leads.
import { dealCaseRows, leadCaseRows } from './cases.ts'
import { checkedCallFacts } from './checked-calls.ts'
import { attemptFacts, contactFacts } from './contacts.ts'
import type { FactContext, Scope } from './context.ts'
import { dialogFacts, inquiryFacts, replyFacts } from './conversations.ts'
import { missedCallFacts } from './missed-calls.ts'
import { sendFacts } from './sends.ts'
import { taskFacts, taskMoveFacts } from './tasks.ts'
import { touchFacts } from './touches.ts'

export type ActivityStep = {
  name: string
  select: (context: FactContext, scope: Scope) => string
  /** Without any record of this kind there is nothing to derive. */
  of?: keyof FactContext['has']
  /** Columns of the table that stay empty. */
  without?: readonly string[]
}

/** Each is the name of a fact, but for work_cases, a table of rows between record and fact. */
export const activitySteps: readonly ActivityStep[] = [
  { name: 'work_cases', select: dealCaseRows, of: 'deals' },
  { name: 'work_cases', select: leadCaseRows, of: 'leads', without: ['named_lead', 'own_open_to'] },
  { name: 'touches', select: touchFacts, of: 'touches' },
  { name: 'tasks', select: taskFacts, of: 'tasks', without: ['customer_kind'] },
  { name: 'task_moves', select: taskMoveFacts, of: 'tasks', without: ['customer_kind', 'extra'] },
  { name: 'checked_calls', select: checkedCallFacts, of: 'checks', without: ['extra'] },
  { name: 'sends', select: sendFacts, of: 'materials', without: ['extra'] },
  { name: 'contacts', select: contactFacts, of: 'touches', without: ['extra'] },
  { name: 'attempts', select: attemptFacts, of: 'attempts', without: ['extra'] },
  { name: 'replies', select: replyFacts, of: 'messages', without: ['extra'] },
  { name: 'dialogs', select: dialogFacts, of: 'messages', without: ['extra'] },
  { name: 'missed_calls', select: missedCallFacts, of: 'inbound', without: ['extra'] },
  { name: 'inquiries', select: inquiryFacts, of: 'inbound', without: ['extra'] },
]
