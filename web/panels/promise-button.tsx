// Marks a deal as promised to a day in one click, and takes that back in one more.
import { useMay } from '../api/session.ts'
import { useAddPromise, useRemovePromise } from '../api/use-today.ts'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'

type Props = { deal: string; name: string; day: string }

export function PromiseButton({ deal, name, day }: Props) {
  const { t } = useFormat()
  const may = useMay()
  const add = useAddPromise()
  const remove = useRemovePromise()
  if (!may('promiseAdd')) return null
  const made = add.data && !remove.isSuccess ? add.data : null
  const isBusy = add.isPending || remove.isPending
  const mark = () => {
    remove.reset()
    add.mutate({ deal, day })
  }
  return (
    <span title={name} data-promise={deal}>
      {made ? (
        <>
          {t('today.promised')}{' '}
          <TextButton isQuiet isDisabled={isBusy} onClick={() => remove.mutate(made.id)}>
            {t('today.take_back')}
          </TextButton>
        </>
      ) : (
        <TextButton isDisabled={isBusy} onClick={mark}>
          {t('today.promise')}
        </TextButton>
      )}
      {(add.isError || remove.isError) && <span role="alert"> {t('problem.unknown.title')}</span>}
    </span>
  )
}
