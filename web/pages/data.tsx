// Данные: where the records came from, how fresh they are, and which rows were not taken in and why.
import { useNavigate } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useMay, useSession } from '../api/session.ts'
import { useSettings } from '../api/use-settings.ts'
import { fetchQuarantine, useQuarantine, useSources } from '../api/use-sources.ts'
import { DropFile } from '../imports/drop-file.tsx'
import { handFile } from '../imports/pending-file.ts'
import type { CsvTable } from '../kit/csv.ts'
import { PageFrame } from '../kit/page-frame.tsx'
import { PageTurner } from '../kit/page-turner.tsx'
import { sayQuarantineReason } from '../kit/quarantine-reason.ts'
import { Sentence } from '../kit/sentence.tsx'
import { EmptyState, ErrorState, LinesLoading } from '../kit/states.tsx'
import { TableFiles } from '../kit/table-files.tsx'
import { useFormat } from '../kit/use-format.ts'
import { ConnectSystem } from '../panels/connect-system.tsx'
import { GuessesPart } from '../panels/guesses-part.tsx'
import { IdentityPart } from '../panels/identity-part.tsx'
import cards from '../panels/source-card.module.css'
import { SourceCard } from '../panels/source-card.tsx'
import { UnknownCallersPart } from '../panels/unknown-callers-part.tsx'
import css from './data.module.css'

const pageSize = 20
const exportMax = 1000

function Sources() {
  const { t, moment, count, day } = useFormat()
  const sources = useSources()
  const { data: settings } = useSettings()
  if (sources.isError && !sources.data) return <ErrorState error={sources.error} onRetry={() => void sources.refetch()} />
  if (!sources.data) return <LinesLoading count={3} label={t('state.loading')} />
  const list = sources.data.sources
  if (list.length === 0) return <EmptyState title={t('data.empty')} text={t('data.empty_text')} />
  const quarantined = list.reduce((sum, source) => sum + source.quarantined, 0)
  return (
    <>
      <Sentence>
        {t('data.sources_count', { count: list.length })}{' '}
        {quarantined === 0 ? t('data.all_taken') : t('data.quarantined_count', { count: quarantined, text: count(quarantined) })}
      </Sentence>
      <div className={`card ${css.card}`}>
        <table className="table">
          <caption className="visually-hidden">{t('data.sources')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('data.source')}</th>
              <th scope="col">{t('data.last')}</th>
              <th scope="col">{t('data.complete')}</th>
              <th scope="col" className="number">
                {t('data.quarantined')}
              </th>
            </tr>
          </thead>
          <tbody>
            {list.map(({ id, kind, last_record_at, complete_from, quarantined: rows }) => (
              <tr key={id}>
                <th scope="row">
                  <b>{id}</b> <span className="quiet">{t(`source_kind.${kind}`, { defaultValue: kind })}</span>
                </th>
                <td>{last_record_at ? moment(last_record_at, settings?.timezone) : '–'}</td>
                <td>
                  {Object.entries(complete_from)
                    .map(([record, from]) => `${t(`record.${record}`, { defaultValue: record })}: ${day(from)}`)
                    .join(', ') || '–'}
                </td>
                <td className="number">{count(rows)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <TableFiles
          table={() => ({
            name: t('data.sources'),
            heads: [t('data.source'), t('data.last'), t('data.quarantined')],
            rows: list.map(({ id, last_record_at, quarantined: rows }) => [id, last_record_at, rows]),
          })}
        />
      </div>
    </>
  )
}

/** As many rows as the server gives at once: enough to mend a file by. */
async function quarantineTable(t: TFunction): Promise<CsvTable> {
  const { rows } = await fetchQuarantine(0, exportMax)
  return {
    name: t('data.quarantine'),
    heads: [t('data.source'), t('records.kind'), t('records.id'), t('data.place'), t('data.column'), t('data.value'), t('data.reason')],
    rows: rows.map(({ source, kind, record_id, file, line, column, value, reason }) => [
      ...[source, kind, record_id, [file, line].filter((part) => part !== null).join(':')],
      ...[column, value, sayQuarantineReason(reason, t)],
    ]),
  }
}

function Quarantine() {
  const { t } = useFormat()
  const [offset, setOffset] = useState(0)
  const quarantine = useQuarantine(offset, pageSize)
  if (quarantine.isError && !quarantine.data) return <ErrorState error={quarantine.error} onRetry={() => void quarantine.refetch()} />
  if (!quarantine.data) return <LinesLoading count={5} label={t('state.loading')} />
  const { rows, count: all } = quarantine.data
  if (all === 0) return <p className="soft">{t('data.clean')}</p>
  return (
    <div className={`card ${css.card}`}>
      <table className="table">
        <caption className="visually-hidden">{t('data.quarantine')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('data.row')}</th>
            <th scope="col">{t('data.place')}</th>
            <th scope="col">{t('data.value')}</th>
            <th scope="col">{t('data.reason')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ source, kind, record_id, file, line, column, value, reason }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a quarantined row has no identity of its own
            <tr key={index + offset}>
              <th scope="row">
                {t(`record.${kind}`, { defaultValue: kind })} {record_id} <span className="quiet">{source}</span>
              </th>
              <td>{[file, line === null ? null : t('data.line', { line })].filter(Boolean).join(', ') || '–'}</td>
              <td>{[column, value].filter(Boolean).join(' = ') || '–'}</td>
              <td>{sayQuarantineReason(reason, t)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <TableFiles table={() => quarantineTable(t)} />
      <PageTurner offset={offset} size={pageSize} all={all} onTurn={setOffset} />
    </div>
  )
}

function Connected() {
  const { t } = useFormat()
  const { data } = useSources()
  const { data: settings } = useSettings()
  const connected = data?.sources.flatMap((source) => (source.connection ? [{ source, connection: source.connection }] : [])) ?? []
  if (connected.length === 0) return null
  return (
    <section className={css.part} aria-labelledby="connected">
      <h2 id="connected">{t('connect.connected')}</h2>
      <div className={cards.grid}>
        {connected.map(({ source, connection }) => (
          <SourceCard key={source.id} source={source} connection={connection} timezone={settings?.timezone} />
        ))}
      </div>
    </section>
  )
}

/** A table is loaded on a page of its own; a file may be dropped here already. */
function LoadTable() {
  const { t } = useFormat()
  const may = useMay()
  const navigate = useNavigate()
  if (!may('upload')) return null
  const load = () => void navigate({ to: '/import' })
  return (
    <section className={css.part} aria-labelledby="load">
      <h2 id="load">{t('data.load')}</h2>
      <p className="soft">{t('data.load_text')}</p>
      <DropFile
        isBusy={false}
        onFile={(file) => {
          handFile(file)
          load()
        }}
      />
    </section>
  )
}

/** `isFirst`: there is no company yet, and nothing else to ask about. */
function Connect({ isFirst = false }: { isFirst?: boolean }) {
  const { t } = useFormat()
  const may = useMay()
  const { data } = useSources(!isFirst)
  if (!may('connect')) return null
  return (
    <section className={css.part} aria-labelledby="connect">
      <h2 id="connect">{t('connect.heading')}</h2>
      <p className="soft">{t('connect.intro')}</p>
      <ConnectSystem taken={data?.sources.map(({ id }) => id) ?? []} />
    </section>
  )
}

export function DataPage() {
  const { t } = useFormat()
  const { data: session } = useSession()
  if (session?.workspaces.length === 0)
    return (
      <PageFrame room="data">
        <EmptyState title={t('data.empty')} text={t('data.empty_text')} />
        <LoadTable />
        <Connect isFirst />
      </PageFrame>
    )
  return (
    <PageFrame room="data">
      <Sources />
      <Connected />
      <GuessesPart />
      <IdentityPart />
      <UnknownCallersPart />
      <Connect />
      <LoadTable />
      <section className={css.part} aria-labelledby="quarantine">
        <h2 id="quarantine">{t('data.quarantine')}</h2>
        <p className="soft">{t('data.quarantine_text')}</p>
        <Quarantine />
      </section>
    </PageFrame>
  )
}
