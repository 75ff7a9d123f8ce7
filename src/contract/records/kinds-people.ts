// Who sells, in which teams, when, through which pipelines and scripts.
import { PERSON_ROLES } from '../settings.ts'
import { bool, choice, decimal, json, list, number, ref, required, text, time } from './columns.ts'
import type { RecordKind } from './record-kind.ts'

export const peopleKinds: readonly RecordKind[] = [
  {
    name: 'people',
    key: ['id'],
    doc: 'People of the company. Only seller, caller and account are selling people.',
    columns: [
      text('id', 'Id in the source', required),
      text('name', 'Name as the head knows it', required),
      text('email', 'E-mail, joins the same person across sources'),
      text('phone', 'Phone, joins the same person across sources'),
      list('extensions', 'Telephony extensions'),
      ref('team_id', 'teams', 'Team, for all time unless memberships are sent'),
      choice('role', PERSON_ROLES, 'Role; default seller'),
      ref('manager_id', 'people', 'Manager'),
      time('hired_at', 'First day'),
      time('left_at', 'Day from which the person no longer works'),
    ],
  },
  {
    name: 'teams',
    key: ['id'],
    doc: 'Teams and offices, a tree.',
    columns: [text('id', 'Id in the source', required), text('name', 'Name', required), ref('parent_id', 'teams', 'Team above')],
  },
  {
    name: 'memberships',
    key: ['person_id', 'team_id', 'from'],
    doc: 'Who was in which team when.',
    columns: [
      ref('person_id', 'people', 'Person', required),
      ref('team_id', 'teams', 'Team', required),
      time('from', 'First moment', required),
      time('to', 'First moment no longer in it; empty = still'),
    ],
  },
  {
    name: 'attendance',
    key: ['person_id', 'from'],
    doc: 'Shifts and absences: a shift replaces the calendar of the team on that day, the rest removes it.',
    columns: [
      ref('person_id', 'people', 'Person', required),
      time('from', 'Start', required),
      time('to', 'End, exclusive', required),
      choice('kind', ['shift', 'vacation', 'sick', 'trip', 'training', 'off'], 'Kind', required),
      ref('substitute_id', 'people', 'Who stands in'),
    ],
  },
  {
    name: 'pipelines',
    key: ['id'],
    doc: 'Pipelines. Kinds fulfilment and other are outside every KPI.',
    columns: [
      text('id', 'Id in the source', required),
      text('name', 'Name', required),
      choice('entity', ['lead', 'deal'], 'What moves through it'),
      choice('kind', ['qualification', 'sales', 'repeat', 'fulfilment', 'other'], 'Kind; default sales'),
    ],
  },
  {
    name: 'stages',
    key: ['id'],
    doc: 'Stages of pipelines. milestone says what the stage means.',
    columns: [
      text('id', 'Id in the source', required),
      ref('pipeline_id', 'pipelines', 'Pipeline', required),
      text('name', 'Name', required),
      number('position', 'Order within the pipeline', required),
      choice('kind', ['open', 'won', 'lost'], 'Kind; default open'),
      choice(
        'milestone',
        ['new', 'contacted', 'qualified', 'meeting_set', 'meeting_held', 'proposal', 'contract', 'invoice', 'prepaid', 'paid', 'delivered'],
        'What reaching the stage means',
      ),
      number('days_max', 'Longest normal stay, days'),
      bool('archived', 'No longer in use; its history stays'),
    ],
  },
  {
    name: 'scripts',
    key: ['id'],
    doc: 'Call scripts: steps and objections with the phrases that show them.',
    columns: [
      text('id', 'Id in the source', required),
      text('name', 'Name', required),
      text('version', 'Version'),
      number('threshold', 'Weighted share of steps from which a call followed the script; default 0.7'),
      json('steps', 'Steps: [{key, title, phrases, weight, critical}]'),
      json('objections', 'Objections: [{key, title, phrases}]'),
    ],
  },
  {
    name: 'materials',
    key: ['id'],
    doc: 'Marketing collateral.',
    columns: [
      text('id', 'Id in the source', required),
      text('name', 'Name', required),
      text('kind', 'Kind'),
      text('url', 'Where it lies'),
      text('language', 'Language'),
      time('published_at', 'Published'),
      decimal('cost', 'What it cost'),
    ],
  },
]
