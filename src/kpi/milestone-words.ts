// Words of stage names in Russian, Ukrainian, English and Polish, by what they tell. Names come lower-case, with е for ё, without
// apostrophes, signs as single spaces. Parts of regular expressions; `<` is the start of a word, `>` its end. Which of two
// meanings goes before the other is decided in milestones.ts.

const any = (...lines: readonly string[]) => new RegExp(lines.join('|').replaceAll('<', '(^|\\s)').replaceAll('>', '(\\s|$)'), 'u')

/** Tells nothing: S1, "Stage 2", "Этап 3". */
export const neutral = any('^(s|st|stage|step|status|phase|этап|стадия|статус|шаг|етап|стадія|крок|etap|krok)?\\s*\\d*$')

/** The beginning of the way: whole names. */
export const beginning = any(
  '^(не|un|нераз|неро)?(обработан|оброблен|разобран|розібран)|^необработ|^необробл|^нерозібр|^неразобр',
  '^не (обработан|оброблен|разобран|взят)',
  '^(нов\\S{1,3}|new|now[yae]|перв\\S{2,3}|свеж\\S{2})( (лид|лід|заявк|обращ|запрос|клиент|клієнт|сделк|угод|звернен|запит|заказ|замовл|lead|deal|request|inquir|client|customer|opportunit|lid|klient|zapytan|szans|контакт\\S* из)\\S*.*)?$',
  '^(заявк|лид|лід|входящ|вхідн|обращени|звернен|запит|zapytani|запрос)\\S*( (с|со|з|із|от|від|из|ze?) .*| лид\\S*| заявк\\S*| лід\\S*| звернен\\S*)?$',
  '^(incoming|inbound|inbox|unsorted|lead in|leads?|prospecting|prospects?|backlog|to do|open|created|zgloszeni\\S*|zgłoszeni\\S*|lejek)( leads?| requests?)?$',
)

/** What is not on the way: refusals, silence, junk, waiting rooms. */
export const astray = any(
  'нецел|не цел|не ціль|неціл|некачеств|неякіс|не квал|неквал|unqual|not qual|disqual|дисквал|niekwalif|недозв|не дозв|не отвеч',
  'нет ответ|не відпов|не выход|не вийш|нет контакт|нет связи|no (answer|contact|response|reply)|attempt|попытк|спроб',
  'nie odbiera|brak (kontaktu|odpowiedzi)|отказ|відмов|потерян|втрачен|провал|проигр|програ|закрыт\\S* и не|<не реализ|lost',
  'reject|przegran|odrzucon|utracon|спам|spam|дубл|duplic|мусор|архив|архів|archiv|отлож|відклад|отложен|on hold|nurtur|прогрев',
  'реанимац|bad timing|mql|marketing qual|анализ причин|аналіз причин',
)

export const delivered = any(
  'отгружен|отгрузили|доставлен|відвантажен|deliver(ed|y done)|shipped|dostarczon|<выдан[оа]?>|<видан[оа]?>',
  '<акты? (подписан|закрыт)|<акти? підписан|работ\\S* (выполнен|сдан)|роботи? (виконан|здан)|товар (получен|у клиента|отримано)',
  'передан\\S* клиент|заказ (выполнен|получен)|замовлення (виконан|отриман)|проект сдан|проект здан|onboarded|внедрен[оа]?$',
)

export const payment = any('оплат|оплач|сплач|<paid|unpaid|payment|opłac|oplac|zapłac|zaplac|płatno|platno|ден(ег|ьги) |гроші')

export const invoice = any('<счет|<рахун|invoic|faktur|инвойс|інвойс|<bill(ed|ing)>')

export const prepayment = any(
  'предоплат|предоплач|передоплат|передплат|аванс|задат|завдат|pre ?pa(y|id)|deposit|advance|down ?payment|zalicz|przedpłat',
  'przedplat|частичн|частков|part(ial|ly)|częściow|czesciow|(перв|перш)\\S* (платеж|платіж|транш|взнос|внесок|оплат)',
  '<[1-9]\\d? (процент|відсот)|<[1-9]\\d ?$',
)

/** Money is asked for, not there. */
export const awaiting = any(
  'ожид|<жд|очіку|чека|await|waiting|pending|oczek|контрол|просроч|простроч|overdue|не оплач|неоплач|не сплач|несплач|unpaid',
  'not paid|nieopłac|<nie opłac|<(на|к|до|под|для) оплат|готов\\S* (к )?оплат|due|напомн|нагад|обеща|обіця',
)

export const received = any(
  'оплачен|сплачен|<(fully )?paid|receiv|opłacon|oplacon|zapłacon|zaplacon|получен|отриман|поступил|надійшл|внес|прошла|пройшла',
)

export const contract = any(
  '<договор(а|у|ом|е|ы|ов|ам)?>|<догов[іо]р(у|ом|і|и|ів)?>|контракт|contract|umow|<agreement|подписан|підписан|подписыва|signed',
  'signature|podpisan|podpisyw',
)

export const notContract = any('verbal|устн|усн|бриф')

export const proposal = any('<к ?п>|коммерч|комерц|предложен|пропозиц|proposal|<quot|<offer|ofert|оферт')

/** Sums that are a proposal only once they are sent. */
export const estimate = any('смет|кошторис|estimat|расчет|розрахун|просчет|прорахун|калькуляц|wycen|kalkulac|спецификац|специфікац|pricing')

export const preparing = any(
  'подготов|підготов|готовим|готовит|готуєм|prepar|przygotow|составл|складан|<запрос|запит|request|делаем|робимо|нужно|треба',
  'в работе|в роботі',
)

export const sent = any(
  'отправ|выслан|надісл|відправ|sent|wysłan|wyslan|согласов|узгодж|погодж|представл|презент|озвучен|made|получил|переда|обсужд',
  'обговор|защит|presented',
)

/** Talks that follow a proposal. */
export const decision = any(
  '(прин|прийм|прийн)\\S* (реш|ріш)|<решени|рішенн|думает|думают|думає|deciding|decision|decyzj|rozważ|дожим|дотиск|согласован',
  'согласуе|узгоджен|погоджен|negotia|negocjac|<торг>|обсуждение условий|обговорення умов|verbal|устн\\S* соглас|выбирает|обирає',
  'сравнива|порівню|commit',
)

export const decisionMaker = any('decision ?maker|лпр|опр')

export const meeting = any(
  'встреч|зустріч|зустрі|meeting|appointment|spotkan|<демо|<demo|презентац|presentation|prezentac|замер|замір|осмотр|огляд',
  '<показ|просмотр|перегляд|тест ?драйв|test ?drive|jazd\\S* prób|пробн\\S* (урок|занят|трениров|заняття)|zoom|<зум|<визит|візит',
  'visit|консультац|konsultac|экскурс|екскурс|<выезд|виїзд|wizyt|discovery call|шоурум|showroom',
)

export const wanted = any(
  'назначить|договориться|запланировать|согласовать|призначити|домовитис|to schedule|schedule a|приглас|запрос|umówić|umowic',
)

export const held = any(
  'проведен|проведена|провели|состоял|прошл|прошел|сделан|выполнен|завершен|был[аои]?$|после |пришел|відбул|пройш|зроблен',
  'виконан|після |held|<done|complet|conduct|took place|finished|after |attended|visited|given|odbyt|przeprowadz|wykonan| po$',
  '^po ',
)

export const notHeld = any(
  'не состоял|не прошл|не приш|не відбул|не пройш|no ?show|not held|перенес|перенос|<nie odby|отмен|скасов|cancel|resched',
)

export const qualified = any(
  'квалифицирован|кваліфікован|квал\\S* (пройден|есть|успеш)|(пройден|успеш)\\S* квал|qualified|qualifies|sql|целев|цільов',
  'качественн|якісн|zakwalifik|kwalifikowan|(потребност|потреб)\\S* (выявлен|определен|подтвержд|ясн|виявлен|визначен|зрозум)',
  '(выявлен|определен|виявлен|визначен)[аоі]? (потреб)|needs (identified|defined|confirmed)|potrzeb\\S* (określon|zidentyf)',
  'интерес (подтвержд|есть)|зацікавлен|заинтересован|interested|zainteresowan|opportunit|переговор|перемовин|rozmowy|горяч|гаряч',
  'hot lead|бриф\\S* (получен|заполнен|отриман|заповнен)|тз (получен|согласован)|value proposition|bought in',
  'лпр (найден|подтвержд)|выход на лпр|решает проблем',
)

export const contacted = any(
  'контакт|связал|дозвон|созвон|перв\\S* (звонок|разговор|касан|коммуник)|перш\\S* (дзвінок|розмов|дотик)|первичн|первинн|звязал',
  'додзвон|відповів|ответил|диалог|діалог|contact|connected|reached|first call|replied|engaged|working|kontakt|rozmowa',
  'pierwsz\\S* (rozmow|telefon)|квалиф|кваліф|qualif|kwalif|потребн|потреб|needs|discovery|potrzeb|бриф|brief|консульт|интервью',
  'screening|прозвон',
)
