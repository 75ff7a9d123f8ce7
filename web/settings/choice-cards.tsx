// One of a few values, each with what it means for the figures.
import { Radio } from '@mantine/core'
import { useFormat } from '../kit/use-format.ts'
import css from './settings.module.css'

type Props<Value extends string> = {
  label: string
  /** Where the words of the values lie: `choice.<words>.<value>`. */
  words: string
  values: readonly Value[]
  value: Value
  onChange: (value: Value) => void
}

export function ChoiceCards<Value extends string>({ label, words, values, value, onChange }: Props<Value>) {
  const { t } = useFormat()
  const say = (known: string, part: string) => t(`choice.${words}.${known}.${part}`)
  return (
    <Radio.Group aria-label={label} value={value} onChange={(chosen) => onChange(chosen as Value)}>
      <div className={css.choices}>
        {values.map((known) => (
          <Radio.Card key={known} value={known} className={css.choice ?? ''}>
            <span className={css.choiceHead}>
              <Radio.Indicator />
              <span className={css.choiceText}>
                <b>{say(known, 'name')}</b>
                <span className="small quiet">{say(known, 'text')}</span>
              </span>
            </span>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  )
}
