// Word lists in ru, uk and en that decide by text: a client's turn that asks nothing, a position that decides. As SQL conditions.

/** Thanks, consent, reactions: a message made of nothing else asks nothing. */
const nothingAsked = [
  ...[
    'спасибо',
    'большое',
    'спс',
    'благодарю',
    'благодарим',
    'дякую',
    'дякуємо',
    'дуже',
    'щиро',
    'очень',
    'thanks',
    'thank',
    'you',
    'thx',
    'много',
    'many',
  ],
  ...[
    'да',
    'ага',
    'угу',
    'так',
    'ок',
    'окей',
    'оке',
    'ok',
    'okay',
    'yes',
    'yep',
    'sure',
    'хорошо',
    'ладно',
    'добре',
    'гаразд',
    'good',
    'fine',
    'great',
  ],
  ...[
    'договорились',
    'домовились',
    'согласен',
    'согласна',
    'согласны',
    'згоден',
    'згодна',
    'згодні',
    'agreed',
    'deal',
    'принято',
    'прийнято',
    'noted',
  ],
  ...[
    'понял',
    'поняла',
    'поняли',
    'понятно',
    'ясно',
    'зрозумів',
    'зрозуміла',
    'зрозуміло',
    'got',
    'it',
    'understood',
    'clear',
    'хорошего',
    'гарного',
    'дня',
    'вечора',
    'вечера',
  ],
  ...[
    'отлично',
    'супер',
    'класс',
    'круто',
    'чудово',
    'прекрасно',
    'здорово',
    'perfect',
    'cool',
    'nice',
    'взаимно',
    'навзаєм',
    'вам',
    'и',
    'і',
    'and',
    'все',
    'всё',
    'вже',
    'уже',
  ],
  ...[
    'получил',
    'получила',
    'получили',
    'отримав',
    'отримала',
    'отримали',
    'received',
    'до',
    'свидания',
    'побачення',
    'bye',
    'пожалуйста',
    'please',
    'будь',
    'ласка',
    'лайк',
    'like',
  ],
]

const marksAndFaces = '.,!…:;()-–—"«»*+/👍🙏😊🤝❤🔥👌🙂😉😀😁😅☺✅🌷💪👏'

/**
 * Condition: the text asks something; a text that is unknown (voice, picture, not sent) does. No regular expression: the engine would
 * compile it for every block of rows.
 */
export function asksSomething(text: string): string {
  const plain = `translateUTF8(lowerUTF8(${text}), '${marksAndFaces}', '${' '.repeat([...marksAndFaces].length)}')`
  const isFace = "substring(x, 1, 2) = '\\xF0\\x9F' OR substring(x, 1, 1) = '\\xE2'"
  const saysNothing = `arrayAll(x -> x IN ('', ${nothingAsked.map((word) => `'${word}'`).join(', ')}) OR ${isFace}, splitByChar(' ', ${plain}))`
  return `(${text} = '' OR length(${text}) > 150 OR NOT ${saysNothing})`
}

const decides = [
  ...[
    'директор',
    'гендир',
    'директорка',
    'собственни',
    'владел',
    'власни',
    'учредител',
    'засновник',
    'основател',
    'президент',
    'председател',
    'голова правління',
  ],
  ...[
    'руководител',
    'керівник',
    'начальник',
    'заведующ',
    'завідувач',
    'управляющ',
    'керуючий',
    'партнер',
    'партнёр',
    'главный',
    'головний',
    'предпринимател',
    'підприємець',
    'фоп',
  ],
  ...['owner', 'founder', 'director', 'president', 'chief', 'head of', 'partner', 'managing', 'ceo', 'cfo', 'coo', 'cto', 'cmo'],
]
const doesNot = ['помощни', 'помічни', 'ассистент', 'асистент', 'секретар', 'assistant', 'secretary', 'по работе с', 'office manager']

const anyOf = (text: string, words: readonly string[]) =>
  `multiSearchAny(lowerUTF8(${text}), [${words.map((word) => `'${word}'`).join(', ')}])`

/** Condition: a contact decides; as given, else by the position. */
export const isDecisionMaker = (given: string, position: string) =>
  `ifNull(${given}, ${anyOf(position, decides)} AND NOT ${anyOf(position, doesNot)})`
