// Languages of the page: which one, its words (one file a language, loaded alone), and remembering the choice.
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Language } from './kit/format-figure.ts'

export const languages: readonly Language[] = ['ru', 'uk', 'en']
const storageKey = 'rumb.language'
const fallback: Language = 'ru'
const words: Record<Language, () => Promise<{ default: object }>> = {
  ru: () => import('./locales/ru.json'),
  uk: () => import('./locales/uk.json'),
  en: () => import('./locales/en.json'),
}
/** Words of the editors: most readers never open one, so they come with the first. */
const editorWords: Record<Language, () => Promise<{ default: object }>> = {
  ru: () => import('./locales/editing/ru.json'),
  uk: () => import('./locales/editing/uk.json'),
  en: () => import('./locales/editing/en.json'),
}
let hasEditors = false

function asLanguage(text: string | null | undefined): Language | null {
  return languages.find((known) => known === text?.slice(0, 2).toLowerCase()) ?? null
}

function firstLanguage(): Language {
  const chosen = asLanguage(localStorage.getItem(storageKey))
  if (chosen) return chosen
  for (const wanted of navigator.languages) {
    const known = asLanguage(wanted)
    if (known) return known
  }
  return fallback
}

async function loadWords(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    const bundle = await words[language]()
    i18next.addResourceBundle(language, 'translation', bundle.default)
  }
  if (!hasEditors || i18next.exists('load.title', { lng: language, fallbackLng: [] })) return
  const more = await editorWords[language]()
  i18next.addResourceBundle(language, 'translation', more.default, true)
}

/** Before an editor is shown. */
export async function startEditorWords(): Promise<void> {
  hasEditors = true
  await loadWords(asLanguage(i18next.language) ?? fallback)
}

export async function startWords(): Promise<void> {
  const language = firstLanguage()
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: {},
    interpolation: { escapeValue: false },
    returnNull: false,
    react: { useSuspense: false, bindI18nStore: 'added' },
  })
  await loadWords(language)
  document.documentElement.lang = language
}

export async function chooseLanguage(language: Language): Promise<void> {
  await loadWords(language)
  localStorage.setItem(storageKey, language)
  document.documentElement.lang = language
  await i18next.changeLanguage(language)
}
