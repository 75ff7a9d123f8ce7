// The end of a form that keeps a script or a material: why it was refused, keep, cancel.
import { Button } from '@mantine/core'
import { ApiProblem } from '../api/http.ts'
import type { useScriptEdit } from '../api/use-scripts.ts'
import { ProblemList } from '../kit/problem-list.tsx'
import { useFormat } from '../kit/use-format.ts'
import own from '../own-kpis/own-kpis.module.css'

type Props = { edit: ReturnType<typeof useScriptEdit>; keep: string; isWhole: boolean; onCancel: () => void }

export function EditEnd({ edit, keep, isWhole, onCancel }: Props) {
  const { t } = useFormat()
  return (
    <>
      {edit.isError && (
        <div role="alert" className={own.alert}>
          <b>{t('script_edit.refused')}</b>
          <ProblemList problems={edit.error instanceof ApiProblem ? edit.error.problems : []} />
        </div>
      )}
      <div className={own.actions}>
        <Button type="submit" disabled={!isWhole} loading={edit.isPending}>
          {keep}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('script_edit.cancel')}
        </Button>
      </div>
    </>
  )
}
