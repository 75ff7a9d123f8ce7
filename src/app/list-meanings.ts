// What the sources' pipelines, stages and refusal reasons are taken for, and what of that somebody confirmed.
import { type Meanings, meaningsSchema } from '../contract/meanings.ts'
import { proposePipelineKind } from '../kpi/pipeline-kinds.ts'
import { listPipelines, listReasons, listStages } from '../warehouse/find-meanings.ts'
import type { House } from './open-house.ts'
import { resolveWorkspace } from './resolve-workspace.ts'

export async function listMeanings(house: House, { workspace }: { workspace: string }): Promise<Meanings> {
  const { num, settings } = await resolveWorkspace(house, workspace)
  const [pipelines, stages, reasons] = await Promise.all([
    listPipelines(house.warehouse, num),
    listStages(house.warehouse, num),
    listReasons(house.warehouse, num),
  ])
  const byPipeline = Map.groupBy(stages, ({ pipeline }) => pipeline)
  return meaningsSchema.parse({
    pipelines: pipelines.map(({ key, id, name, kind }) => {
      const proposed = proposePipelineKind(name)
      return {
        ...{ id, name, kind, is_confirmed: settings.pipelines[id] !== undefined },
        proposed: proposed === kind ? null : proposed,
        stages: (byPipeline.get(key) ?? []).map(({ pipeline: _pipeline, milestone, ...stage }) => ({
          ...stage,
          milestone: milestone === '' ? null : milestone,
          is_confirmed: settings.stages[stage.id]?.milestone !== undefined,
        })),
      }
    }),
    lost_reasons: reasons.map(({ group, ...reason }) => {
      const own = settings.lost_reasons[reason.id]
      return { ...reason, group: own ?? (group === '' ? null : group), is_confirmed: own !== undefined }
    }),
  })
}
