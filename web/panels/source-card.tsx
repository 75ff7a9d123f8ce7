// One connected system: since when figures are true, when it was read last, what its token lacks, and what can be done to it.
import { Menu, Modal, TextInput } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { useMay } from '../api/session.ts'
import { type Source, type SourceChange, useSource, useSourceChange } from '../api/use-sources.ts'
import { sayConnectError, saySyncError } from '../kit/sync-error.ts'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './source-card.module.css'
import { SourceDetails } from './source-details.tsx'

type Connection = NonNullable<Source['connection']>
type Props = { source: Source; connection: Connection; timezone: string | undefined }

function Freshness({ connection, timezone }: { connection: Connection; timezone: string | undefined }) {
  const { t, day, moment, count } = useFormat()
  const { state, synced_at, complete_from, progress } = connection
  const since = complete_from
    ? t('connect.true_since', { day: day(complete_from, timezone) })
    : synced_at
      ? t('connect.whole')
      : t('connect.first')
  const taken = (progress?.accepted ?? 0) + (progress?.unchanged ?? 0)
  return (
    <>
      <p>{since}</p>
      <p className="small quiet">
        {synced_at ? t('connect.read_at', { at: moment(synced_at, timezone) }) : t('connect.not_read')}
        {state === 'syncing' && taken > 0 && ` · ${t('connect.taken', { count: taken, text: count(taken) })}`}
        {state !== 'paused' && ` · ${t('connect.every', { count: connection.every_minutes })}`}
      </p>
    </>
  )
}

/** Disconnecting is asked about once more; what is erased for good is named first, letter by letter. */
function Sure({
  what,
  name,
  word,
  onClose,
  onSure,
}: {
  what: 'disconnect' | 'erase' | null
  name: string
  word: string
  onClose: () => void
  onSure: () => void
}) {
  const { t } = useFormat()
  const [typed, setTyped] = useState('')
  const sure = () => {
    setTyped('')
    onSure()
  }
  return (
    <Modal
      opened={what !== null}
      onClose={onClose}
      title={what && t(`connect.sure.${what}`, { name })}
      closeButtonProps={{ 'aria-label': t('connect.close') }}
    >
      <p className="soft">{what && t(`connect.sure.${what}_text`)}</p>
      {what === 'erase' && (
        <TextInput
          label={t('connect.sure.type', { word })}
          autoComplete="off"
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
      )}
      <div className={css.actions}>
        <TextButton onClick={sure} isDisabled={what === 'erase' && typed.trim() !== word}>
          {what && t(`connect.${what}`)}
        </TextButton>
        <TextButton isQuiet onClick={onClose}>
          {t('connect.keep')}
        </TextButton>
      </div>
    </Modal>
  )
}

export function SourceCard({ source, connection, timezone }: Props) {
  const { t } = useFormat()
  const may = useMay()
  const change = useSourceChange(source.id)
  const [asked, setAsked] = useState<'disconnect' | 'erase' | null>(null)
  const [isOpen, setOpen] = useState(false)
  const details = useSource(source.id, isOpen)
  const { state, error, rights } = connection
  const lacks = rights?.filter((right) => !right.may).map(({ kind }) => t(`record.${kind}`, { defaultValue: kind })) ?? []
  const act = (what: SourceChange) => change.mutate(what)
  const title = t(`connect.title.${connection.system}`, { defaultValue: connection.system })
  return (
    <article className={`card ${css.card}`} aria-label={`${title} ${connection.account ?? source.id}`} data-source={source.id}>
      <div className={css.head}>
        <h3>
          {title} <span className="quiet">{connection.account || source.id}</span>
        </h3>
        <span className={css.state} data-state={state}>
          {t(`connect.state.${state}`)}
        </span>
      </div>
      <Freshness connection={connection} timezone={timezone} />
      {error && (
        <p className={css.alert} title={error}>
          {saySyncError(error, t)}
        </p>
      )}
      {lacks.length > 0 && <p className={css.alert}>{t('connect.lacks', { list: lacks.join(', ') })}</p>}
      {change.isError && (
        <p role="alert" className={css.alert}>
          {sayConnectError(change.error, t)}
        </p>
      )}
      {may('sync') && (
        <div className={css.actions}>
          <TextButton onClick={() => act('sync')} isDisabled={state === 'syncing' || state === 'paused' || change.isPending}>
            {t('connect.sync')}
          </TextButton>
          <TextButton onClick={() => act(state === 'paused' ? 'resume' : 'pause')} isDisabled={change.isPending}>
            {t(state === 'paused' ? 'connect.resume' : 'connect.pause')}
          </TextButton>
          <TextButton onClick={() => setOpen(!isOpen)} isExpanded={isOpen}>
            {t('connect.details')}
          </TextButton>
          <Menu position="bottom-end" shadow="md">
            <Menu.Target>
              <button type="button" className={css.more} aria-label={t('connect.more')}>
                <IconDots size={18} aria-hidden />
              </button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => setAsked('disconnect')}>{t('connect.disconnect')}</Menu.Item>
              {may('sourceErase') && <Menu.Item onClick={() => setAsked('erase')}>{t('connect.erase')}</Menu.Item>}
            </Menu.Dropdown>
          </Menu>
        </div>
      )}
      {isOpen && <SourceDetails shown={details.data} />}
      <Sure
        what={asked}
        name={title}
        word={source.id}
        onClose={() => setAsked(null)}
        onSure={() => {
          // What is gone is not asked about again.
          setOpen(false)
          if (asked) act(asked)
          setAsked(null)
        }}
      />
    </article>
  )
}
