// Facts about what was said and shown: calls checked against a script, materials sent, and deals as seen from them. A reviewer may read
// all of them, so none tells money.
import { caseLinks, ofTouches, workdays } from './activity.ts'
import { deals } from './cases.ts'
import { caseColumns, type Fact, flag, key, keys, moment, seconds, secondsList, text, texts } from './columns.ts'

export const checkedCalls: Fact = {
  name: 'checked_calls',
  doc: 'Calls checked by a reviewer, a model, or by the phrases of a script in their transcript.',
  ...ofTouches,
  columns: [
    key('k', 'Touch'),
    ...caseColumns,
    ...caseLinks,
    flag('named', 'It names a lead or deal itself'),
    text('direction', 'out, in'),
    text('via', 'By which means'),
    moment('at', 'When'),
    key('owner', 'Who of us, else who owned the client, deal or lead then'),
    flag('effective', 'An answered call of at least effective_call_s, not automated'),
    key('script', 'Script: the one named, else the one most of it is heard of'),
    text('checked_by', 'Who says most: person, model, rule'),
    flag('scored', 'Its script is known'),
    texts('steps', 'Steps of the script'),
    secondsList('step_present', 'How far each was heard: 0, 0.5, 1'),
    seconds('coverage', 'Weighted share of the steps present'),
    seconds('score', 'The same, 0 when a critical step is missing'),
    flag('followed', 'The weighted share reaches the threshold of the script'),
    texts('objections', 'Objections heard'),
    texts('heard', 'Steps and objections with a place that shows them'),
    texts('quotes', 'Those places'),
    flag('on_deal', 'Its deal counts: in a sales pipeline, and it became one'),
    moment('moved_on_at', 'When the deal next moved forward or was sold'),
    moment('reviewed_at', 'When a person scored it'),
    key('reviewer', 'Who did'),
  ],
}

export const sends: Fact = {
  name: 'sends',
  doc: 'Touches of people that brought materials to a client.',
  ...ofTouches,
  columns: [
    key('k', 'Touch'),
    ...caseColumns,
    ...caseLinks,
    flag('named', 'It names a lead or deal itself'),
    text('kind', 'call, email, meeting, message'),
    text('via', 'By which means'),
    moment('at', 'When'),
    key('owner', 'Who of us'),
    flag('selling', 'That person sells'),
    keys('materials', 'What was sent'),
    flag('silent', 'Nothing had come from the client for 14 days'),
    flag('refused', 'All the client asked for had been refused'),
    moment('answered_at', 'First word of the client after it'),
  ],
}

/** The steps of a checked call, one case each. */
const callSteps: Fact = {
  ...checkedCalls,
  name: 'call_steps',
  key: [...checkedCalls.key, 'step'],
  columns: [...checkedCalls.columns, text('step', 'Step of the script'), seconds('present', 'How far it was heard: 0, 0.5, 1')],
  entries: { of: 'checked_calls', lists: { step: 'steps', present: 'step_present' } },
}

const scriptedDeals: Fact = { ...deals, name: 'scripted_deals', entries: { of: 'deals', lists: {} } }

const offers: Fact = {
  ...deals,
  name: 'offers',
  doc: 'Each deal with each material of the company.',
  key: [...deals.key, 'material'],
  columns: [...deals.columns, key('material', 'Material')],
  entries: { of: 'deals', lists: {}, across: 'material' },
}

const sellers: Fact = {
  ...workdays,
  name: 'sellers',
  doc: 'Each working day of people who sell with each material of the company.',
  key: [...workdays.key, 'material'],
  columns: [...workdays.columns, key('material', 'Material')],
  entries: { of: 'workdays', lists: {}, across: 'material' },
}

export const scriptFacts: readonly Fact[] = [checkedCalls, sends]
/** Without a table of their own. */
export const scriptViews: readonly Fact[] = [callSteps, scriptedDeals, offers, sellers]
