// Texts of calls: five to fifteen utterances, steps in the order of the script, small slips of the recogniser,
// and lines that sound like a step without being one.
import type { Rng } from './random.ts'
import type { Language, Part } from './scripts.ts'

const client: Record<Language, readonly string[]> = {
  uk: [
    'Так, слухаю',
    'Так, зручно',
    'Квартира, сімдесят метрів',
    'Це для офісу',
    'Зрозуміло',
    'А скільки часу займе монтаж?',
    'Добре',
    'Поки не знаю',
    'Так, саме так',
    'Цікаво, а ще?',
  ],
  ru: [
    'Да, слушаю',
    'Да, удобно',
    'Квартира, семьдесят метров',
    'Это для офиса',
    'Понятно',
    'А сколько времени займёт монтаж?',
    'Хорошо',
    'Пока не знаю',
    'Да, именно так',
    'Интересно, а ещё?',
  ],
}
const manager: Record<Language, readonly string[]> = {
  uk: [
    'Зараз подивлюсь у системі',
    'Монтаж займає один день',
    'Є дві моделі, обидві тихі',
    'Так, записую',
    'Хвилинку, будь ласка',
    'Працюємо по всій області',
  ],
  ru: [
    'Сейчас посмотрю в системе',
    'Монтаж занимает один день',
    'Есть две модели, обе тихие',
    'Да, записываю',
    'Минутку, пожалуйста',
    'Работаем по всей области',
  ],
}
/** Words of the steps in another sense. */
const alike: Record<Language, readonly string[]> = {
  uk: [
    'Клієнт: Замір нам робили ще минулого року',
    'Клієнт: Рішення про ремонт уже є',
    'Менеджер: Повітря у квартирі справді сухе',
    'Клієнт: Гарантію на старий прилад я загубив',
  ],
  ru: [
    'Клиент: Замер нам делали ещё в прошлом году',
    'Клиент: Решение о ремонте уже есть',
    'Менеджер: Воздух в квартире правда сухой',
    'Клиент: Гарантию на старый прибор я потерял',
  ],
}
const goodbye: Record<Language, string> = { uk: 'Менеджер: Дякую, гарного дня', ru: 'Менеджер: Спасибо, хорошего дня' }
const clientName: Record<Language, string> = { uk: 'Клієнт', ru: 'Клиент' }

/** A letter lost or doubled in one long word, as recognisers do. */
function slip(rng: Rng, text: string): string {
  const words = text.split(' ')
  const long = words.map((word, i) => ({ word, i })).filter(({ word }) => word.length >= 7)
  if (long.length === 0) return text
  const { word, i } = rng.pick(long)
  const place = 2 + rng.int(word.length - 4)
  const lost = rng.chance(0.6)
  words[i] = lost ? word.slice(0, place) + word.slice(place + 1) : word.slice(0, place) + word[place] + word.slice(place)
  return words.join(' ')
}

export function writeTranscript(rng: Rng, language: Language, steps: readonly Part[], raised: readonly Part[]): string {
  const lines: string[] = [`${clientName[language]}: ${language === 'uk' ? 'Алло' : 'Алло, да'}`]
  const say = (who: string, text: string) => lines.push(`${who}: ${rng.chance(0.14) ? slip(rng, text) : text}`)
  for (const step of steps) {
    say('Менеджер', rng.pick(step.said[language]))
    lines.push(`${clientName[language]}: ${rng.pick(client[language])}`)
  }
  for (const objection of raised) {
    say(clientName[language], rng.pick(objection.said[language]))
    lines.push(`Менеджер: ${rng.pick(manager[language])}`)
  }
  if (rng.chance(0.2)) lines.splice(1 + rng.int(lines.length), 0, rng.pick(alike[language]))
  while (lines.length < 5 || (lines.length < 12 && rng.chance(0.45))) {
    const place = 1 + rng.int(lines.length)
    const line = rng.chance(0.5) ? `Менеджер: ${rng.pick(manager[language])}` : `${clientName[language]}: ${rng.pick(client[language])}`
    lines.splice(place, 0, line)
  }
  lines.push(goodbye[language])
  return lines.join('\n')
}
