// A row of Asterisk's call detail records, however it was written: Master.csv without names, the columns of a database, an AMI event.
import { z } from 'zod'
import { isValues, type Values, wire } from '../wire-values.ts'

/** The order of Master.csv; the last two only where cdr.conf logs them. */
const ORDER = [
  ...[
    'accountcode',
    'src',
    'dst',
    'dcontext',
    'clid',
    'channel',
    'dstchannel',
    'lastapp',
    'lastdata',
    'start',
    'answer',
    'end',
    'duration',
    'billsec',
  ],
  ...['disposition', 'amaflags', 'uniqueid', 'userfield'],
]

const aliases: Readonly<Record<string, string>> = {
  ...{
    source: 'src',
    destination: 'dst',
    destinationcontext: 'dcontext',
    callerid: 'clid',
    destinationchannel: 'dstchannel',
    lastapplication: 'lastapp',
  },
  ...{ starttime: 'start', answertime: 'answer', endtime: 'end', billableseconds: 'billsec', calldate: 'start', calldatetime: 'start' },
}

function toNames(raw: unknown): unknown {
  if (Array.isArray(raw)) return raw.length < 16 ? undefined : Object.fromEntries(ORDER.map((name, at) => [name, raw[at]]))
  if (!isValues(raw)) return raw
  return Object.fromEntries(
    Object.entries(raw as Values).map(([name, value]) => [aliases[name.toLowerCase()] ?? name.toLowerCase(), value]),
  )
}

export const leg = z.preprocess(
  toNames,
  z.object({
    ...{
      src: wire.text,
      dst: wire.text,
      dcontext: wire.text,
      clid: wire.text,
      channel: wire.text,
      dstchannel: wire.text,
      lastapp: wire.text,
    },
    ...{ start: wire.iso, answer: wire.iso, end: wire.iso, duration: wire.number, billsec: wire.number, disposition: wire.text },
    ...{
      uniqueid: wire.text,
      linkedid: wire.text,
      sequence: wire.number,
      userfield: wire.text,
      did: wire.text,
      cnum: wire.text,
      cnam: wire.text,
    },
    ...{ recordingfile: wire.text, outbound_cnum: wire.text },
  }),
)
export type Leg = z.output<typeof leg>
