// The way of a person's cases through the stages beside that of the whole company, over the last three months.
import type { Viewer } from '../../contract/query.ts'
import type { Scorecard } from '../../contract/scorecard.ts'
import type { House } from '../open-house.ts'
import type { Ask } from '../run-query.ts'
import { showFunnel } from '../show-funnel.ts'

const company: Viewer = { role: 'owner', person: null, teams: [] }

export async function compareFunnel(
  house: House,
  ask: Ask,
  person: string,
  span: { from: string; to: string },
  asOf: string,
): Promise<Scorecard['funnel']> {
  const own = await showFunnel(house, { ...ask, query: { ...span, as_of: asOf, rule: 'reached', where: { person: [person] } } })
  if (own.pipeline === null) return { ...span, pipeline: null, stages: [] }
  const all = await showFunnel(house, {
    ...ask,
    viewer: company,
    query: { ...span, as_of: asOf, rule: 'reached', pipeline: own.pipeline.id },
  })
  const stages = own.stages.filter(({ stage }) => stage.kind !== 'lost')
  return {
    ...span,
    pipeline: own.pipeline,
    stages: stages.flatMap(({ stage, reached, conversion }) => {
      const other = all.stages.find((one) => one.stage.id === stage.id)
      return other === undefined ? [] : [{ stage, reached, conversion, all: other.conversion }]
    }),
  }
}
