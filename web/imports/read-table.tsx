// One uploaded file from its columns over the check to the import.
import { Button, Progress, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ImportAnswer, ImportNews, Uploaded, UploadProposal } from '../api/contract.ts'
import { ApiProblem } from '../api/http.ts'
import { useSettings } from '../api/use-settings.ts'
import { type Take, useImport, useOwnCompany, useProposal, useTry } from '../api/use-uploads.ts'
import { ErrorState, LinesLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import { CheckStep } from './check-step.tsx'
import { ColumnsStep } from './columns-step.tsx'
import { DoneStep } from './done-step.tsx'
import css from './imports.module.css'
import { draftOf, findMissing, type MappingDraft, toMapping } from './mapping-draft.ts'

const sourceOf = (file: string) =>
  file
    .replace(/(\.\w+)+$/, '')
    .replace(/[^\p{L}\p{N}_.-]+/gu, '-')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .slice(0, 40) || 'file'

function Refusal({ error }: { error: Error }) {
  const { t } = useFormat()
  const problem = error instanceof ApiProblem ? error : null
  const lines = problem?.problems.map(({ path, message }) => `${path}: ${message}`) ?? []
  return (
    <div role="alert" className={css.alert}>
      <b>{t('load.failed')}</b>
      <span>{lines.length > 0 ? lines.join('; ') : error.message}</span>
      {problem?.hint && <span className="soft">{problem.hint}</span>}
    </div>
  )
}

function Going({ news }: { news: ImportNews | null }) {
  const { t } = useFormat()
  const share = news?.total ? Math.min(100, (news.done / news.total) * 100) : null
  return (
    <div className={`card ${css.fields}`} role="status">
      <span>{t(news?.step === 'deriving facts' ? 'load.deriving' : 'load.progress')}</span>
      <Progress value={share ?? 100} animated={share === null} aria-label={t('load.progress')} />
    </div>
  )
}

type Where = { sheet: string | null; skipRows: number }
type Company = { timezone: string; source: string }

function About({ company, onChange, isNew }: { company: Company; onChange: (company: Company) => void; isNew: boolean }) {
  const { t } = useFormat()
  return (
    <section className={`card ${css.fields}`}>
      <TextInput
        label={t('load.source')}
        description={t('load.source_text')}
        value={company.source}
        onChange={(event) => onChange({ ...company, source: event.currentTarget.value })}
      />
      {isNew && (
        <Select
          label={t('load.timezone')}
          data={[...new Set([company.timezone, ...Intl.supportedValuesOf('timeZone')])]}
          value={company.timezone}
          onChange={(timezone) => timezone && onChange({ ...company, timezone })}
          searchable
          allowDeselect={false}
          limit={60}
        />
      )}
    </section>
  )
}

type TableProps = { uploaded: Uploaded; proposal: UploadProposal | null; where: Where; children?: React.ReactNode; onAgain: () => void }

function TakeFile({ uploaded, proposal, where, children, onAgain }: TableProps) {
  const { t } = useFormat()
  const { into, isNew, isDemo } = useOwnCompany()
  const settings = useSettings(!isNew)
  const [draft, setDraft] = useState<MappingDraft | null>(proposal === null ? null : draftOf(proposal))
  const [company, setCompany] = useState<Company>({
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    source: sourceOf(uploaded.file),
  })
  const attempt = useTry(into)
  const currency = draft?.currency ?? null
  const { news, run } = useImport(into, isNew ? { timezone: company.timezone, ...(currency ? { currency } : {}) } : null)
  const given = draft && { ...draft, currency: draft.currency ?? (isNew ? null : (settings.data?.currency ?? null)) }
  const mapping = proposal !== null && given ? toMapping(given, proposal.fields, where) : null
  const ask: Take = { upload: uploaded.upload, source: company.source.trim() || 'file', mapping }
  const isShort = proposal !== null && (draft === null || findMissing(draft, proposal.fields).length > 0)
  if (run.data)
    return (
      <DoneStep
        answer={run.data as ImportAnswer}
        kind={draft?.kind ?? null}
        into={into}
        days={attempt.data?.days ?? null}
        onAgain={onAgain}
      />
    )
  if (run.isPending) return <Going news={news} />
  return (
    <>
      {isDemo && <p className={css.note}>{t('load.own_company')}</p>}
      {!attempt.data && (
        <>
          {children}
          <About company={company} onChange={setCompany} isNew={isNew} />
          {proposal === null && <p className="soft">{t('load.ready')}</p>}
          {proposal !== null && draft === null && <p role="alert">{t('load.kind_unknown')}</p>}
          {proposal !== null && draft && <ColumnsStep proposal={proposal} draft={draft} onChange={setDraft} />}
        </>
      )}
      {attempt.data && <CheckStep tried={attempt.data} kind={draft?.kind ?? null} />}
      {(attempt.error ?? run.error) && <Refusal error={(attempt.error ?? run.error) as Error} />}
      <div className={css.actions}>
        {attempt.data ? (
          <>
            <Button onClick={() => run.mutate(ask)}>{t('load.take')}</Button>
            <Button variant="default" onClick={attempt.reset}>
              {t('load.back')}
            </Button>
          </>
        ) : (
          <Button disabled={isShort} loading={attempt.isPending} onClick={() => attempt.mutate(ask)}>
            {t('load.check')}
          </Button>
        )}
        <Button variant="subtle" onClick={onAgain}>
          {t('load.other')}
        </Button>
      </div>
    </>
  )
}

type Chosen = { sheet: string | null; kind: string | null }

function Choice({
  uploaded,
  proposal,
  chosen,
  onChange,
}: {
  uploaded: Uploaded
  proposal: UploadProposal
  chosen: Chosen
  onChange: (chosen: Chosen) => void
}) {
  const { t } = useFormat()
  return (
    <section className={`card ${css.fields}`}>
      {uploaded.sheets.length > 1 && (
        <Select
          label={t('load.table')}
          data={uploaded.sheets.map(({ title }) => title)}
          value={chosen.sheet ?? uploaded.sheets[0]?.title ?? null}
          onChange={(sheet) => onChange({ sheet, kind: null })}
          allowDeselect={false}
        />
      )}
      <Select
        label={t('load.kind')}
        data={proposal.kinds.map((value) => ({ value, label: t(`record.${value}`, { defaultValue: value }) }))}
        value={chosen.kind ?? proposal.kind}
        onChange={(kind) => onChange({ ...chosen, kind })}
        allowDeselect={false}
      />
    </section>
  )
}

export function ReadTable({ uploaded, onAgain }: { uploaded: Uploaded; onAgain: () => void }) {
  const { t } = useFormat()
  const { into } = useOwnCompany()
  const [chosen, setChosen] = useState<Chosen>({ sheet: null, kind: null })
  const proposal = useProposal({ upload: uploaded.upload, ...chosen }, into)
  if (proposal.isError) return <ErrorState error={proposal.error} onRetry={() => void proposal.refetch()} />
  if (!proposal.data) return <LinesLoading count={8} label={t('state.loading')} />
  const sheet = uploaded.sheets.find(({ title }) => title === chosen.sheet) ?? uploaded.sheets[0]
  const where = { sheet: uploaded.sheets.length > 1 ? (sheet?.title ?? null) : null, skipRows: sheet?.skip_rows ?? 0 }
  return (
    <TakeFile key={`${chosen.sheet} ${chosen.kind}`} uploaded={uploaded} proposal={proposal.data} where={where} onAgain={onAgain}>
      <Choice uploaded={uploaded} proposal={proposal.data} chosen={chosen} onChange={setChosen} />
    </TakeFile>
  )
}

/** A file whose headers are the records' own needs no mapping. */
export function ReadReady({ uploaded, onAgain }: { uploaded: Uploaded; onAgain: () => void }) {
  return <TakeFile uploaded={uploaded} proposal={null} where={{ sheet: null, skipRows: 0 }} onAgain={onAgain} />
}
