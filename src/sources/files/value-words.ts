// What the values of a choice are called elsewhere, in Russian, Ukrainian and English. Matched by their beginning.
type Choices = Readonly<Record<string, readonly string[]>>

const outcome: Choices = {
  won: [
    ...['won', 'closed won', 'успеш', 'успіш', 'выигран', 'виграна', 'виграно', 'оплачен', 'оплачено', 'продано', 'продажа', 'реализован'],
    ...['сделка успешна', 'угода успішна', 'сделка заключена', 'договор подписан'],
  ],
  lost: [
    ...[
      'lost',
      'closed lost',
      'закрыто и не',
      'закрито і не',
      'не реализован',
      'не реалізован',
      'провал',
      'отказ',
      'відмова',
      'проигран',
      'програн',
    ],
    ...['сделка провалена', 'угода провалена', 'неуспеш', 'неуспіш', 'не успешн'],
  ],
}

export const valueWords: Readonly<Record<string, Choices>> = {
  'deals.outcome': outcome,
  'touches.direction': {
    in: ['вход', 'вхід', 'inbound', 'incoming', 'in', 'received'],
    out: ['исход', 'вихід', 'outbound', 'outgoing', 'out', 'made', 'callback', 'обратный'],
  },
  'touches.outcome': {
    answered: ['answered', 'отвеч', 'відпов', 'приня', 'прийня', 'успеш', 'успіш', 'разговор', 'розмова', 'completed', 'connected'],
    no_answer: [
      'no answer',
      'no_answer',
      'noanswer',
      'пропущ',
      'missed',
      'не отвеч',
      'нет ответа',
      'без ответа',
      'немає відпов',
      'без відпов',
      'не відпов',
      'unanswered',
    ],
    busy: ['busy', 'занят', 'зайнят'],
    voicemail: ['voicemail', 'автоответчик', 'автовідповідач', 'голосовая почта', 'голосова пошта'],
    failed: ['failed', 'ошибк', 'помилк', 'неверный номер', 'невірний номер', 'cancel'],
  },
  'leads.status': {
    new: ['new', 'нов', 'неразобран', 'нерозібран'],
    working: ['working', 'в работе', 'в роботі', 'open', 'in progress', 'contacted', 'attempted', 'обработ', 'оброб', 'связ'],
    qualified: ['qualified', 'квалиф', 'кваліф', 'целевой', 'цільовий'],
    disqualified: ['disqualified', 'unqualified', 'нецелев', 'нецільов', 'не целев', 'некачеств', 'неякісн', 'bad timing'],
    converted: ['converted', 'конверт', 'сделка', 'угода', 'качественный', 'якісний'],
    lost: ['lost', 'отказ', 'відмова', 'закрыт', 'закрит', 'провал'],
    spam: ['spam', 'спам', 'junk'],
    duplicate: ['duplicate', 'дубл'],
  },
  'tasks.kind': {
    call: ['call', 'звон', 'позвон', 'дзвін', 'зателефон'],
    meeting: ['meeting', 'встреч', 'зустріч'],
    email: ['email', 'письм', 'лист'],
    message: ['message', 'сообщ', 'повідом', 'напис'],
    payment: ['payment', 'оплат'],
  },
  'people.role': {
    seller: ['менеджер по продаж', 'менеджер з продаж', 'продав', 'seller', 'sales', 'account executive'],
    caller: ['оператор', 'телемаркет', 'caller', 'sdr'],
    account: ['аккаунт', 'менеджер сопровожд', 'менеджер супровод', 'account manager', 'kam'],
    head: ['роп', 'рвп', 'руководитель', 'керівник', 'head', 'director', 'директор'],
    marketing: ['маркет', 'marketing'],
    service: ['сервис', 'сервіс', 'поддержк', 'підтримк', 'support'],
  },
}

export const yesWords = ['да', 'так', 'yes', 'true', '1', 'y', '+', 'истина']
export const noWords = ['нет', 'ні', 'no', 'false', '0', 'n', '-', 'ложь']

/** Which choice a value of another system means; undefined when no word says it. The longest word wins. */
export function findChoice(choices: Choices, value: string): string | undefined {
  const text = value.trim().toLowerCase()
  const hits = Object.entries(choices).flatMap(([choice, words]) =>
    words.filter((word) => text.startsWith(word)).map((word) => ({ choice, length: word.length })),
  )
  return hits.sort((a, b) => b.length - a.length)[0]?.choice
}
