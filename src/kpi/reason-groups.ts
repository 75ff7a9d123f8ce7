// Proposes from its text which group a reason of refusal belongs to. Only a proposal: junk and not_target take leads out of win rates,
// so it is applied when the head has accepted it. Words in Russian, Ukrainian, English and Polish.
import type { LOST_REASON_GROUPS } from '../contract/settings.ts'

export type ReasonGroup = (typeof LOST_REASON_GROUPS)[number]

/** In order: what a text says first decides ("Дорого, купили у конкурента" is lost to a competitor). */
const words: readonly (readonly [ReasonGroup, RegExp])[] = [
  [
    'junk',
    /спам|spam|дубл|duplic|duplik|тест(ов|$)|тестув|^test|ошиб\S* (номер|заявк|звонок)|не туда|помилк|ошибочн|wrong number|bot\b|бот$|мусор|сміття|junk|pomyłk/u,
  ],
  [
    'no_contact',
    /недозв|не дозв|недодзв|не додзв|не выход\S* на связь|не виход\S* на зв|не отвеча|не відповіда|не берет трубк|не бере труб|no (answer|response|contact|reply)|unreach|ghost|пропал(и|а|о)?$|пропал(и|а)? с|зник(ли|ла)?$|игнор|ігнор|нет связи|немає зв|brak kontaktu|nie odbiera|недоступ/u,
  ],
  [
    'not_target',
    /нецел|не цел|неціл|не ціл|не наш|некачеств|неякіс|не квал|unqual|not (qualified|target|a fit|our)|bad fit|disqual|niekwalif|не подход\S* под|портрет|другой регион|інший регіон|не тот (город|регион)|ищет работу|шукає роботу|соискател|физ\S*лиц|ваканс/u,
  ],
  [
    'competitor',
    /конкурент|competitor|konkurenc|куп\S* (у|в) друг|у других|в іншого|в інших|в другом месте|деінде|обрал\S* інш|выбрал\S* друг|выбор в пользу друг|chose (another|other)|elsewhere/u,
  ],
  [
    'price',
    /дорог|дорого|цен[аыу]|цін[аиу]|ціна|price|cost|expens|budget|бюджет|drogo|cen[ay]|скидк|знижк|нет денег|немає грош|не устро\S* стоим|не влаштув\S* варт|финанс|фінанс|too high/u,
  ],
  [
    'no_stock',
    /нет (в наличии|на складе|товара)|немає (в наявності|на складі|товару)|наличи|наявн|out of stock|no stock|unavailable|brak (towaru|na stanie)|снят с произв|знят\S* з вироб/u,
  ],
  [
    'postponed',
    /отлож|відклад|відтерм|позже|пізніше|перенес|потом|later|postpon|not now|timing|on hold|pó[zź]niej|odłożon|думает|думає|не сейчас|не зараз|не актуально сейчас|сезон/u,
  ],
  [
    'terms',
    /услови|умов[иа]|срок|термін|доставк|delivery|terms|оплат\S* услов|рассроч|розстроч|кредит|лизинг|лізинг|warunk|termin|гарант|предоплат|передоплат|документ/u,
  ],
  [
    'no_need',
    /не (актуальн|нужн|интерес|требует|надо)|неактуальн|не (потрібн|цікав)|нет потребности|немає потреби|потребност|передумал|no (need|interest|longer)|not (interested|needed)|changed (their|his|her)? ?mind|nie (potrzeb|zainteres)|(отпала|відпала|пропала|зникла) потреб|сам\S* сдела|просто (смотр|интерес|спрос)/u,
  ],
  [
    'our_fault',
    /наш\S* (ошиб|вин|помил)|по нашей|з нашої|долго (отвеч|обраб|жда)|довго (відпов|чека)|не успел|не встигл|менеджер|недовол|незадовол|качество (обслуж|работ)|our (fault|mistake)|too slow|bad service|не перезвон|не передзвон/u,
  ],
  ['other', /^(друг|інш|проч|other|inne|разное|різне)/u],
]

/** Null: the text tells nothing. */
export function guessReasonGroup(text: string): ReasonGroup | null {
  const plain = text.toLowerCase().replaceAll('ё', 'е').trim()
  return words.find(([, form]) => form.test(plain))?.[0] ?? null
}
