// Addresses that say nothing of who somebody is: mailboxes of whole companies and of robots, domains where everybody has a mailbox or
// a page. They join nobody without being confirmed.

/** What stands before the @ of a mailbox that many people read, or that was typed in to fill the field. */
export const sharedMailboxes = [
  'info sales office support admin administrator mail email e-mail contact contacts hello hi help team post postmaster webmaster reception secretary',
  'order orders zakaz zakazy shop store market marketing pr hr job jobs rabota career tender tenders snab zakupki zakupka zakup supply opt director manager',
  'buh buhgalter buhgalteria bookkeeping accounting accountant invoice invoices billing finance fin bank kassa noreply no-reply donotreply robot bot test tests',
  'none no net nomail noemail no-email client customer user anonymous abc qwerty priemnaya kanc kancelaria zamovlennya',
].flatMap((line) => line.split(' '))

/** Mail for everybody, and places where a company has a page but not the domain. */
export const publicDomains = [
  'gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com me.com mac.com aol.com gmx.com gmx.de gmx.net web.de',
  'proton.me protonmail.com pm.me zoho.com fastmail.com tutanota.com hey.com mail.com',
  'mail.ru bk.ru list.ru inbox.ru internet.ru xmail.ru yandex.ru ya.ru yandex.com yandex.ua yandex.by yandex.kz rambler.ru lenta.ru ro.ru autorambler.ru myrambler.ru',
  'ukr.net i.ua meta.ua bigmir.net ua.fm email.ua online.ua 3g.ua tut.by mail.kz onet.pl wp.pl o2.pl interia.pl op.pl seznam.cz email.cz centrum.cz',
  'facebook.com fb.com instagram.com linkedin.com vk.com ok.ru t.me telegram.me wa.me youtube.com tiktok.com linktr.ee taplink.cc google.com yandex.net',
  'tilda.ws wixsite.com wordpress.com blogspot.com github.io prom.ua olx.ua rozetka.com.ua avito.ru ozon.ru wildberries.ru satu.kz kaspi.kz example.com test.com',
].flatMap((line) => line.split(' '))
