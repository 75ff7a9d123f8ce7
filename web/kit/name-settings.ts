// Places in the settings → what they are called, each once, as a list of the reader's language.
import type { TFunction } from 'i18next'
import { localeOf } from './format-figure.ts'

export function nameSettings(places: readonly string[], t: TFunction): string {
  const keys = [...new Set(places.map((place) => place.split('.')[0] ?? place))]
  const names = keys.map((key) => t(`setting.${key}.name`, { defaultValue: key }).toLocaleLowerCase())
  const language = document.documentElement.lang === 'uk' ? 'uk' : document.documentElement.lang === 'en' ? 'en' : 'ru'
  return new Intl.ListFormat(localeOf(language), { type: 'conjunction' }).format(names)
}
