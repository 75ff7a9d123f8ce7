// What the forms of a word share. Russian and English: the Snowball stemmers (Porter 1980; snowballstem.org) of @orama/stemmers.
// Ukrainian has none there that tells verbs apart from their forms, so its endings stand here, the longest first.
import { stemmer as stemEnglish } from '@orama/stemmers/english'
import { stemmer as stemRussian } from '@orama/stemmers/russian'

export type Language = 'ru' | 'uk' | 'en'

/**
 * Endings of Ukrainian: of verbs with their thematic vowel, of adjectives, of nouns. From the paradigms of «Український правопис»
 * 2019, §§ 80-117; what is derived (пропозиція of пропонувати) stays apart.
 */
const verbs =
  'уватимемо уватимуть юватимемо уватимете уватиме уватиму атимемо атимуть атимете атимеш итимемо итимуть итимете атиме атиму итиме итиму уватиму увавши ували ювали увала ювала увало увати ювати уємо уєте ують юють уєш уєть увала увало увало увах уючи аючи яючи аємо аєте аєш аєть ають яємо яєте яєш яєть яють ував ював ало али ала ати яла яли яти ила или ило ити іла іли іло іти имемо имуть имете име иму имо ите иш ить іть емо ємо ете єте еш єш еть єть уть ють ать ять мемо ав яв ив ів ає яє ує ю є е у и'
const adjectives = 'ісінький ішими ішого ішому ішої ішою іший іша іше іші іших ішим ішу ими іми ого ому ьої ьою ої ою ій ий их им ім'
const nouns =
  'остями остях ості істю істю ість остей ями ами ією єю еві ові єві ями ам ям ах ях ів їв ей ою ею ом ем єм ії ія ію ії ій ей а я о і ї ь й'
const endings = [...new Set(`${verbs} ${adjectives} ${nouns}`.split(' '))].sort((a, b) => b.length - a.length)
const stemMin = 3

function stemUkrainian(word: string): string {
  const bare = /^.{5,}(ся|сь)$/.test(word) ? word.slice(0, -2) : word
  const ending = endings.find((one) => bare.endsWith(one) && bare.length - one.length >= stemMin)
  return ending === undefined ? bare : bare.slice(0, bare.length - ending.length)
}

const stemmers: Readonly<Record<Language, (word: string) => string>> = { ru: stemRussian, uk: stemUkrainian, en: stemEnglish }

export const stemWord = (word: string, language: Language): string => stemmers[language](word)

/** Languages a word can be of by its letters. */
export function languagesOf(word: string): readonly Language[] {
  if (/[a-z]/.test(word)) return ['en']
  if (/[іїєґ]/.test(word)) return ['uk']
  if (/[ыэъ]/.test(word)) return ['ru']
  return ['ru', 'uk']
}
