"""How pages that stand in an article's place speak, in the languages of the news: blocks, errors, consent, paywalls."""

from __future__ import annotations

from transforms.pages.patterns import any_of

BLOCK = any_of(
    r"""
    access (?:to this page has been )?denied|attention required|are you (?:a )?(?:human|robot)|
    verify(?:ing)? (?:that )?you(?:'|’)?(?:re| are) (?:a )?human|not a (?:ro)?bot\b|captcha|pardon our interruption|
    just a moment\b|confirm (?:that )?you(?:'|’)?(?:re| are) (?:a )?human|
    checking (?:if the site connection|your browser)|unusual (?:traffic|activity)|you have been blocked|
    request (?:unsuccessful|blocked)|bot (?:detection|verification)|security check|403 forbidden|
    error 10(?:05|06|09|15|20)|\b429\b.{0,3} too many|too many requests|
    (?:your|this) (?:ip|request) (?:address )?(?:has been|was|is) blocked|automated access|
    \b451\b.{0,3} unavailable|unavailable (?:due to|for) legal reasons|
    (?:not|isn(?:'|’)t) available in your (?:region|country|location)|access cannot be granted|
    disable (?:any|your) ad ?blocker|zugriff verweigert|accès refusé|acceso denegado|acesso negado|accesso negato|
    toegang geweigerd|odmowa dostępu|доступ (?:запрещ[её]н|ограничен|заборонено)|erişim (?:engellendi|reddedildi)|
    アクセスが拒否|访问被拒绝|拒绝访问|접근이 거부|
    ich bin kein roboter|je ne suis pas un robot|no soy un robot|não sou um robô|
    non sono un robot
    """
)
ERROR = any_of(
    r"""
    (?:page|article|story|content|site) (?:you (?:are|were) looking for )?(?:could |can|is |has been |
    was )?\s?(?:not|n(?:'|’)t|no longer) (?:be )?(?:found|exists?|available)|
    page not found|^(?:404:? )?not found\b|\b(?:error )?(?:404|410|500|502|503)\b(?: error| -|:|$| not| page| bad)|
    internal server error|service (?:temporarily )?unavailable|something went wrong|
    (?:oops|sorry),? .{0,40}(?:not found|(?:can(?:'|’)t|could not|couldn(?:'|’)t) find|doesn(?:'|’)t exist)|
    bad gateway|gateway time-?out|(?:under|down for|scheduled) maintenance|error establishing a database|
    \burl .{0,60}was not found on this server|seite (?:wurde )?(?:leider )?nicht gefunden|
    page (?:introuvable|non trouvée)|p[aá]gina no (?:encontrada|existe)|página não encontrada|pagina non trovata|
    pagina niet gevonden|
    (?:sidan|siden) (?:kunde inte hittas|hittades inte|ble ikke funnet|blev ikke fundet|finns inte)|sivua ei löyt|
    nie znaleziono strony|strona nie istnieje|stránka (?:nebyla )?nenalezena|stránku se nepodařilo|
    az oldal nem található|pagina nu a fost găsită|страница не (?:найдена|существует)|
    сторінк[уа] не (?:знайдено|існує)|страницата не е намерена|η σελίδα δεν (?:βρέθηκε|υπάρχει)|sayfa bulunamadı|
    الصفحة (?:غير موجودة|المطلوبة غير)|(?:הדף|העמוד) (?:לא נמצא|אינו קיים)|صفحه (?:یافت نشد|پیدا نشد)|
    ページが(?:見つかりません|存在しません)|페이지를 찾을 수 없|존재하지 않는 페이지|
    页面(?:不存在|未找到|找不到)|頁面不存在|
    找不到(?:该|您|該)?(?:页|頁)面|
    không tìm thấy trang|halaman tidak ditemukan|ไม่พบหน้า|पृष्ठ नहीं मिला
    """
)
CONSENT = any_of(
    r"""
    before you continue|we (?:value|respect|care about) your privacy|
    (?:your|manage) (?:privacy|cookie) (?:choices|preferences|settings)|
    we (?:and our (?:\d+ )?partners )?(?:use|store) (?:and/or access information|cookies)|accept (?:all|cookies)|
    agree (?:and|to) (?:continue|close|proceed)|consent to (?:the use of )?cookies|
    cookie[- ]?(?:consent|einstellungen|zustimmung|policy)|zustimmen und weiter|with your (?:agreement|consent), we|
    mit werbung weiterlesen|wir und unsere (?:\d+ )?partner\b|accepter et continuer|
    avec votre (?:accord|consentement), (?:nos|nous)|nos partenaires et nous|nous et nos (?:\d+ )?partenaires|
    aceptar y continuar|nosotros y nuestros (?:\d+ )?(?:socios|proveedores)|nós e os nossos (?:\d+ )?parceiros|
    aceitar e (?:continuar|fechar)|noi e i nostri (?:\d+ )?(?:partner|fornitori)|accetta e (?:continua|chiudi)|
        wij en onze (?:\d+ )?partners|alles? accepteren|vi och våra (?:\d+ )?partners?|vi og våre (?:\d+ )?partnere|
    my i nasi (?:\d+ )?partnerzy|akceptuję i przechodzę|my a naši (?:\d+ )?partneři|мы и наши партн[её]ры|
    biz ve ortaklarımız|gizliliğinize değer|εμείς και οι συνεργάτες μας
    """
)
PAYWALL = any_of(
    r"""
    subscribe (?:now )?to (?:continue|read|keep|unlock)|to (?:continue|keep) reading|
    (?:this|the) (?:article|content|story) is (?:only )?(?:for|available to|exclusive to|
    reserved for) (?:our )?(?:paid |paying )?(?:subscribers|members)|
    (?:log|sign) in (?:or (?:subscribe|register) )?to (?:continue|read|view)|
    create (?:a|an) (?:free )?account to (?:continue|read)|you(?:'|’)ve (?:reached|read) your (?:limit|\d+ free)|
    unlock (?:this|the) (?:article|story)|pour lire la suite|(?:réservé|réservée) aux abonnés|
    il vous reste \d+ ?% de cet article|weiterlesen mit|nur für abonnent|jetzt weiterlesen|para seguir leyendo|
    solo para suscriptores|(?:exclusivo|exclusiva) para (?:suscriptores|assinantes)|
    para continuar (?:a ler|lendo|leyendo)|(?:riservato|contenuto) (?:agli|per gli) abbonati|
    per continuare a leggere|verder lezen\?|(?:alleen|exclusief) voor abonnees|fortsätt läsa|
    endast för prenumeranter|bare for abonnenter|kun for abonnenter|
    (?:dostęp|treść) (?:tylko )?dla (?:prenumeratorów|subskrybentów)|aby czytać dalej|
    (?:доступно|только) (?:по подписке|для подписчиков)|abone olun|この記事は(?:有料)?会員限定|
    会員登録すると続き|续订阅后阅读|구독자 전용
    """
)
PAYWALL_MENU = any_of(  # what a wall says, and a menu or an advertisement too
    r"""
    already (?:a )?(?:subscriber|member|have an account)|subscribers[- ]only
    """
)
