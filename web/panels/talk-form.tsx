// A new talk: notes for who leads it alone, what was agreed with a day each, what is trained and which figure it is to move.
import { Button, Select, Textarea, TextInput } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import { useState } from 'react'
import { useCatalogue } from '../api/use-kpis.ts'
import { useAddTalk } from '../api/use-people.ts'
import { familyShelves } from '../charts/prepare/shelf.ts'
import { DatesFrame, useCalendarLabels } from '../kit/dates-frame.tsx'
import { Form } from '../kit/form.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './talk-form.module.css'

type Agreed = { key: number; text: string; due: string | null }
const blank = (key: number): Agreed => ({ key, text: '', due: null })

export function TalkForm({ person }: { person: string }) {
  const { t, language } = useFormat()
  const { data: catalogue } = useCatalogue()
  const add = useAddTalk()
  const labels = useCalendarLabels()
  const [notes, setNotes] = useState('')
  const [agreed, setAgreed] = useState<Agreed[]>([blank(0)])
  const [topic, setTopic] = useState('')
  const [kpi, setKpi] = useState<string | null>(null)
  const change = (key: number, part: Partial<Agreed>) => setAgreed(agreed.map((one) => (one.key === key ? { ...one, ...part } : one)))
  const kept = agreed.filter(({ text }) => text.trim() !== '')
  const isEmpty = kept.length === 0 && notes.trim() === '' && (topic.trim() === '' || kpi === null)
  const save = () =>
    add.mutate(
      {
        ...{ person, notes },
        agreements: kept.map(({ text, due }) => ({ text: text.trim(), due })),
        training: topic.trim() !== '' && kpi !== null ? [{ topic: topic.trim(), kpi }] : [],
      },
      {
        onSuccess: () => {
          setNotes('')
          setAgreed([blank(agreed.length)])
          setTopic('')
          setKpi(null)
        },
      },
    )
  const choices = familyShelves(catalogue ?? []).map(({ name, entries }) => ({
    group: name[language],
    items: entries.map((entry) => ({ value: entry.id, label: entry.name[language] })),
  }))
  return (
    <Form className={`card ${css.form}`} onSubmit={save}>
      <fieldset className={css.group}>
        <legend>{t('talk.agreements')}</legend>
        {agreed.map(({ key, text, due }, index) => (
          <div key={key} className={css.pair}>
            <TextInput
              aria-label={t('talk.agreement_number', { number: index + 1 })}
              placeholder={t('talk.agreement_hint')}
              value={text}
              maxLength={1000}
              onChange={(event) => change(key, { text: event.currentTarget.value })}
            />
            <DatesFrame>
              <DatePickerInput
                aria-label={t('talk.due')}
                placeholder={t('talk.due')}
                valueFormat="D MMM YYYY"
                ariaLabels={labels}
                value={due}
                onChange={(day) => change(key, { due: day })}
                clearable
              />
            </DatesFrame>
          </div>
        ))}
        <TextButton onClick={() => setAgreed([...agreed, blank((agreed.at(-1)?.key ?? 0) + 1)])}>{t('talk.more')}</TextButton>
      </fieldset>
      <fieldset className={css.group}>
        <legend>{t('talk.training')}</legend>
        <div className={css.even}>
          <TextInput
            aria-label={t('talk.topic')}
            placeholder={t('talk.topic')}
            value={topic}
            maxLength={1000}
            onChange={(event) => setTopic(event.currentTarget.value)}
          />
          <Select
            aria-label={t('talk.moves')}
            placeholder={t('talk.moves')}
            data={choices}
            value={kpi}
            onChange={setKpi}
            searchable
            clearable
          />
        </div>
      </fieldset>
      <Textarea
        label={t('talk.notes')}
        autosize
        minRows={3}
        value={notes}
        maxLength={20_000}
        onChange={(event) => setNotes(event.currentTarget.value)}
      />
      {add.isError && <p role="alert">{t('talk.failed')}</p>}
      <Button type="submit" className={css.save ?? ''} loading={add.isPending} disabled={isEmpty}>
        {t('talk.save')}
      </Button>
    </Form>
  )
}
