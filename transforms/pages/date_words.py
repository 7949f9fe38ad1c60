"""The words beside a date: published or updated, in thirty-odd languages; and "three hours ago", in thirty.

A label stands before its date nearly everywhere; in Japanese, Chinese, Turkish, Hindi and their like also behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Literal

from transforms.pages.clock_times import Moment
from transforms.pages.moments import normal
from transforms.pages.patterns import any_of, joined

Role = Literal["published", "modified"]

UPDATED = any_of(
    r"""
    (?<!\w)(?:(?:last\s|re-?|was\s|page\s|recently\s)*(?:up-?dated?|modified|modification|edited|reviewed|revised|
    changed)|actuali[sz]ad[oa]|actuali[sz]aci[oó]n|actualitza\w*|modificad[oa]|modificat[oa]?|atualizad[oa]|
    atualização|aggiornat[oa]|aggiornamento|ultima modifica|mise? à jour|mise à jour|actualisé|màj|modifiée? le|
    aktualisier\w+|letzte (?:änderung|aktualisierung)|zuletzt (?:geändert|aktualisiert|bearbeitet)|stand|geändert|
    bijgewerkt|gewijzigd|laatst(?:e)? (?:bijgewerkt|update|wijziging)|uppdatera[dt]\w*|oppdatert|sist endret|
    opdateret|senest ændret|redigeret|päivitetty|muokattu|uuendatud|muudetud|aktualizacja|zaktualizowan\w|
    aktualizov\w+|aktualizace|aktualizácia|naposledy upraveno|upravené|frissítve|frissült|módosítva|módosult|
    actualizat[ăa]?|ultima actualizare|güncelle\w*|son güncelleme|ažurirano|posljednja izmjena|izmenjeno|
    posodobljeno|ndryshuar|përditësuar|atnaujint\w+|atjaunot\w*|diperbarui|diperbaharui|dikemas ?kini|kemas ?kini|
    cập nhật(?: lần cuối)?|sửa đổi|na-?update|imesasishwa|обновлен\w*|обновлён\w*|изменен\w*|изменён\w*|оновлен\w*|
    актуал[иі]з\w+|обновен\w*|ажурирано|последна промяна|абноўлен\w*|жаңартыл\w+|yangilan\w+|yenilən\w+|ενημερώ\w+|
    ενημέρωση|τελευταία ενημέρωση|τροποποι\w+|עודכן|עדכון(?: אחרון)?|განახლ\w+|թարմացվել|تحديث|آخر تحديث|تم التحديث|
    حُدّث|به ?روز ?رسانی|بروزرسانی|به‌روزرسانی|ویرایش|اپ ڈیٹ|تازہ کاری|अपडेट\w*|संशोधित|अद्यतन|হালনাগাদ|আপডেট\w*|
    புதுப்பிக்க\w+|అప్‌డేట్|ਅੱਪਡੇਟ|અપડેટ|อัปเดต\w*|อัพเดท\w*|ปรับปรุง)(?!\w)|更新|修正|修订|修訂|改訂|最終更新|수정|업데이트|최종수정
    """
)
PUBLISHED = any_of(
    r"""
    (?<!\w)(?:(?:first\s|originally\s|was\s)*(?:published|posted|released|issued|created|submitted|uploaded|pub\.?)|
    (?:post(?:ing)?|release|issue|publish(?:ing)?|publication|pub)\s(?:date|time)|
    (?:date|time)\sof\s(?:issue|publication|release)|publicad[oa]|publicación|publicat[ăa]?|data publicării|publiée?|
    publication|paru|mis en ligne|pubblicat[oa]|data di pubblicazione|veröffentlicht|erschienen|publiziert|erstellt|
    gepubliceerd|geplaatst|publicerad\w*|publicerat|publisert|publiceret|offentliggjort|udgivet|julkaistu|avaldatud|
    birtur|birt|opublikowan\w+|data publikacji|publikacja|dodano|publikován\w*|zveřejněno|vydáno|publikované|
    uverejnené|megjelent|közzétéve|publikálva|létrehozva|yayın(?:lan)?\w*|yayım\w*|giriş|oluşturulma|objavljen\w*|
    publikuar|botuar|paskelbta|publicēts|publicēta|diterbitkan|dipublikasikan|tayang|terbit|disiarkan|đăng lúc|
    xuất bản|ngày đăng|nailathala|inilathala|imechapishwa|ilichapishwa|опубликован\w*|дата публикации|
    опубл[иі]ков\w+|публикувано|публикация|објављено|објавено|апублікав\w+|жарияланды|e'lon qilingan|dərc olun\w+|
    δημοσιε\w+|δημοσίευση|פורסם|פרסום|გამოქვეყნ\w+|հրապարակվել|نُ?شر(?:ت)?|تاريخ النشر|تم النشر|انتشار|تاریخ انتشار|
    شائع|تاریخ اشاعت|प्रकाशित|पब्लिश\w*|প্রকাশ\w*|প্রকাশিত|வெளியிட\w+|ప్రచురణ|ਪ੍ਰਕਾਸ਼ਿਤ|પ્રકાશિત|เผยแพร่|
    โพสต์)(?!\w)|发布|發布|发表|發表|刊登|公開|掲載|配信|公開日|投稿|입력|등록|게재|승인
    """
)
_UNITS: dict[str, str] = {
    "minute": """
    minutes? mins? min minutos? minuti minuto minuten minuter minutter minut[yę]? minutami dakika menit phút минут[уыа]?
    хвилин[уи]? λεπτά דקות دقائق دقيقة دقیقه منٹ मिनट মিনিট minuuttia minute 分钟 分鐘 分 분 นาที
    """,
    "hour": """
    hours? hrs? hr h horas? heures? ore ora oră stunden? std uur uren timmar timme timer time godzin[yęa]?
    hodin(?:ami|ou|y)? óra saat jam giờ час(?:а|ов)? годин[иу]? ώρες ώρα שעות ساعات ساعة ساعت گھنٹے घंटे घंटा ঘণ্টা
    tuntia tunti sati sata 小时 小時 時間 시간 ชั่วโมง saa
    """,
    "day": """
    days? d[ií]as? jours? giorni giorno tage?n? dagen dag dagar dager dage dni dzień dny dnem gün hari ngày
    д(?:ень|ня|ней) дн[іяів]+ ημέρες μέρες ימים أيام يوم روز دن दिन দিন päivää dana zile zi 天 日 일 วัน siku
    """,
}
_UNIT = "|".join(
    f"(?P<{unit}>{'|'.join(sorted(text.split(), key=len, reverse=True))})" for unit, text in _UNITS.items()
)
_AGO_BEFORE = joined(
    r"""
    il y a|hace|fa|há|vor|för|for|πριν(?: από)?|منذ|قبل|לפני|przed|před|pred|prije|acum|cách đây
    """
)
_AGO_BEHIND = joined(
    r"""
    ago|atrás|fa|geleden|sedan|siden|temu|önce|evvel|lalu|yang lalu|trước|назад|тому|преди|πριν|پیش|قبل|پہلے|पहले|আগে|
    sitten|nazaj|前|전|ที่แล้ว|zilizopita
    """
)
_NUMBER = r"(?P<n>\d{1,2}|an?|one|une?|una?|eine[rnm]?|um|uma|un'|ένα|один|jedn[aąou])"
_AGO = re.compile(
    rf"(?<!\w)(?:(?P<before>{_AGO_BEFORE})\s)?{_NUMBER}\s?(?:{_UNIT})(?:\.?\s?(?P<behind>{_AGO_BEHIND})|(?!\w))",
    re.IGNORECASE,
)
_YESTERDAY = any_of(
    r"""
    (?:yesterday|ayer|ontem|hier|ieri|gestern|gisteren|igår|i går|eilen|wczoraj|včera|tegnap|dün|kemarin|hôm qua|вчера|
    вчора|учора|χθες|χτες|אתמול|أمس|دیروز|jučer|juče|včeraj|เมื่อวาน)(?!\w)|昨天|昨日|어제
    """
)
_TODAY = any_of(
    r"""
    (?:today|hoy|hoje|aujourd['’]hui|oggi|heute|vandaag|idag|i dag|tänään|dzisiaj|dziś|dnes|bugün|hari ini|hôm nay|
    сегодня|сьогодні|днес|σήμερα|היום|اليوم|امروز|آج|danas|danes|วันนี้)(?!\w)|今天|今日|오늘
    """
)
_MAX_AGO = 40  # characters of a line that says only how long ago: in a longer one the words are prose


def role_of(before: str, behind: str = "") -> Role | None:
    """The role that the words before a date give it, else those behind it. The word closest to the date counts; one
    behind it that has a number of its own ("Updated 2 hours ago") tells of that."""
    if found := _labels(before):
        return found[-1][1]
    found = _labels(behind)
    return found[0][1] if found and not any(map(str.isdigit, behind[found[0][0] :])) else None


def _labels(text: str) -> list[tuple[int, Role]]:
    """The labels in a text by their place. `republished` and `first published` are both publication."""
    updated: Iterable[tuple[int, Role]] = ((m.start(), "modified") for m in UPDATED.finditer(text))
    published: Iterable[tuple[int, Role]] = ((m.start(), "published") for m in PUBLISHED.finditer(text))
    return sorted([*updated, *published])


def ago(text: str, fetched_at: datetime) -> Moment | None:
    """The moment that a short line counts back from the fetch ("3 hours ago", "yesterday"), as exact as its unit: an
    hour or a day. Weeks and longer name no day."""
    line = normal(text).lower()
    if not line or len(line) > _MAX_AGO:
        return None
    found = _AGO.search(line)
    if found and (found["before"] or found["behind"]):
        count = int(found["n"]) if found["n"].isdigit() else 1
        if found["day"]:
            return _day_before(fetched_at, count) if count <= 31 else None
        back = timedelta(hours=count) if found["hour"] else timedelta(minutes=count)
        at = (fetched_at - back).astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        return Moment(at, None, "hour")
    bare = PUBLISHED.sub("", UPDATED.sub("", line)).strip(" :·|,-–—")
    for days, pattern in ((1, _YESTERDAY), (0, _TODAY)):
        said = pattern.match(bare)
        if said and (said.end() == len(bare) or any(map(str.isdigit, bare[said.end() :]))):  # no "Today in sport"
            return _day_before(fetched_at, days)
    return None


def _day_before(fetched_at: datetime, days: int) -> Moment:
    at = (fetched_at - timedelta(days=days)).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return Moment(at, None, "day")
