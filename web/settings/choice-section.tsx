// A setting with a few values, each with what it means for the figures.
import { Radio } from '@mantine/core'
import { useFormat } from '../kit/use-format.ts'
import { SettingSection } from './setting-row.tsx'
import css from './settings.module.css'
import type { Draft } from './use-draft.ts'

type Props<Value extends string> = { draft: Draft; setting: string; values: readonly Value[]; kept: Value }

export function ChoiceSection<Value extends string>({ draft, setting, values, kept }: Props<Value>) {
  const { t } = useFormat()
  const name = t(`setting.${setting}.name`)
  const say = (known: string, part: string) => t(`choice.${setting}.${known}.${part}`)
  return (
    <SettingSection title={name} text={t(`setting.${setting}.text`)}>
      <Radio.Group aria-label={name} value={draft.get(setting, kept)} onChange={(chosen) => draft.set(setting, chosen, kept)}>
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
    </SettingSection>
  )
}
