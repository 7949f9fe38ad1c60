"""Texts for pairs of articles: news in prose, from 60 to 1,500 words, each with facts of its own.

Most come from the example newsroom's composer (23 kinds of events, told in several ways, with invented people and
figures); a few are written here, in six languages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from examples.newsroom.cast import countries
from examples.newsroom.choice import Plan, fitting
from examples.newsroom.compose import Order, write
from examples.newsroom.events import Event, Way, events

_START = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Base:
    """A text as its author meant it: title and paragraphs, and the number of the day it is of."""

    title: str
    paragraphs: tuple[str, ...]
    day: int

    @property
    def body(self) -> str:
        return "\n\n".join(self.paragraphs)

    @property
    def length(self) -> int:
        return len(self.body.split())


@dataclass(frozen=True)
class Telling:
    """An event with its facts fixed and the ways of telling it still open."""

    event: Event
    order: Order
    day: int

    def told(self, lead: int, ways: tuple[tuple[str, int], ...], title: int | None = None) -> Base:
        """The text with that lead and those ways of its parts."""
        plan = replace(self.order.plan, lead=lead, ways=ways, title=self.order.plan.title if title is None else title)
        draft = write(replace(self.order, plan=plan), _START + timedelta(days=self.day), curly=False)
        return Base(draft.title, tuple(block.text for block in draft.blocks), self.day)

    @property
    def leads(self) -> list[int]:
        """Other leads than the chosen one: those of the same frame, else any."""
        own, chosen = self.order.plan.labels, self.order.plan.lead
        fit = [i for i in fitting(self.event.leads, own) if i != chosen]
        return fit or [i for i, way in enumerate(self.event.leads) if i != chosen and _told_of(way, own)]

    @property
    def titles(self) -> list[int]:
        return fitting(self.event.titles, self.order.plan.labels) or [0]

    def ways(self, part: str) -> list[int]:
        """Ways to tell a part that fit."""
        own = self.order.plan.labels
        ways = next(p.ways for p in self.event.parts if p.name == part)
        return fitting(ways, own) or [i for i, way in enumerate(ways) if _told_of(way, own)]


def _cast(given: dict[str, str], dice: Random) -> dict[str, str]:
    """Other countries in the roles of a cast, and places of theirs."""
    roles = [role for role in ("a", "b") if role in given]
    drawn = dict(zip(roles, dice.sample(sorted(countries()), len(roles)), strict=True))
    return {role: value for role, value in {**given, **drawn}.items() if role not in ("city", "city_b")}


def _told_of(way: Way, labels: frozenset[str]) -> bool:
    """Whether the cast has a second country where the words need one."""
    return "b" in labels or "b" not in way.labels


def telling(number: int, dice: Random, form: int | None = None) -> Telling:
    """An event of its own for that number: other names and figures than any other number's. `form` fixes the kind of
    event, and with it the wording."""
    known = events()
    event = known[(number if form is None else form) % len(known)]
    cast = _cast(event.casts[number // len(known) % len(event.casts)], Random(f"cast|{number}"))
    labels = frozenset(cast.get("tags", "").split()) | ({"b"} if "b" in cast else set())
    lead = dice.choice([i for i, way in enumerate(event.leads) if _told_of(way, labels)])
    labels |= event.leads[lead].labels
    plan = Plan(dice.choice(fitting(event.titles, labels)), lead, (), labels)
    return Telling(event, Order(f"{event.id}-{number}|{number}", number, event, cast, plan, 2), dice.randrange(60))


def drawn_ways(of: Telling, dice: Random, size: str) -> tuple[tuple[str, int], ...]:
    """Which ways make a text of a size: brief (60 to 130 words), usual (200 to 400) or long (700 to 1,500)."""
    parts = [part.name for part in of.event.parts]
    if size == "brief":
        return tuple((part, dice.choice(of.ways(part))) for part in [p for p in parts if of.ways(p)][:2])
    if size == "usual":
        return tuple((part, dice.choice(of.ways(part))) for part in parts if of.ways(part))
    return tuple((part, way) for part in parts for way in of.ways(part))


def base(number: int, dice: Random, size: str = "usual") -> Base:
    """A whole text of its own."""
    of = telling(number, dice)
    return of.told(of.order.plan.lead, drawn_ways(of, dice, size), dice.choice(of.titles))


_NAMES = ("Brandt", "Weil", "Okonjo", "Sarafian", "Lindqvist", "Moreau", "Petrov", "Ibarra", "Nakano", "Dvorak")
_TOWNS = ("Amsel", "Brenna", "Kestrel", "Dornfeld", "Vallauris", "Orsk", "Tarifa", "Sidon", "Kiryu", "Lomza")
_FOREIGN = {
    "de": (
        "Nach dem Hochwasser kehren in {town} die ersten Bewohner zurück",
        "In {town} sind am Dienstag {n} Familien in ihre Häuser zurückgekehrt, die sie vor {m} Tagen wegen des "
        "Hochwassers verlassen mussten. Die Stadtverwaltung gab drei weitere Straßen am rechten Ufer frei.",
        "Bürgermeister {name} sagte, die Pumpen liefen noch in {k} Kellern, und wer zurückkomme, müsse damit rechnen, "
        "dass der Strom stundenweise ausfalle. Das Wasserwerk verteile weiterhin Kanister an den Schulen.",
        "Die Versicherer schätzen den Schaden auf {k} Millionen, davon entfalle mehr als die Hälfte auf die "
        "Landwirtschaft. Auf den Feldern südlich der Bahnlinie steht das Wasser noch knietief.",
        "„Wir haben den Keller aufgegeben und das Klavier gerettet“, sagte eine Anwohnerin, die mit ihrem Sohn den "
        "Schlamm aus dem Hausflur schaufelte. Freiwillige aus den Nachbardörfern hatten Suppe gebracht.",
        "Der Landtag will in der kommenden Woche über den Bau eines Rückhaltebeckens beraten, das seit dem Jahr "
        "{year} geplant ist und bisher am Streit über die Kosten scheiterte.",
    ),
    "fr": (
        "À {town}, les dockers suspendent leur grève après {m} jours",
        "Les dockers du port de {town} ont voté mercredi la suspension d’un mouvement de grève entamé il y a {m} "
        "jours, qui avait immobilisé {n} navires au large et privé les usines de la région de pièces détachées.",
        "Le syndicat, que dirige {name}, a obtenu la création de {k} postes et la promesse d’un accord sur les horaires "
        "de nuit avant la fin du trimestre. La direction du port parle d’un compromis raisonnable.",
        "« Nous reprenons le travail, nous ne reprenons pas confiance », a déclaré un délégué à la sortie de "
        "l’assemblée, où une courte majorité des présents s’est prononcée pour la reprise.",
        "Selon la chambre de commerce, chaque journée d’arrêt a coûté {k} millions aux entreprises de la ville. Plusieurs "
        "d’entre elles avaient mis une partie de leurs salariés au chômage partiel.",
        "Le ministère des transports avait nommé un médiateur en {year} déjà, lors d’un conflit semblable, sans que le "
        "protocole signé alors ait jamais été appliqué dans tous les terminaux.",
    ),
    "es": (
        "El ayuntamiento de {town} aprueba el nuevo plan de agua",
        "El pleno del ayuntamiento de {town} aprobó el jueves un plan para renovar {n} kilómetros de tuberías en {m} "
        "años, después de un verano en el que el suministro se cortó cada noche en los barrios altos.",
        "La concejala {name} explicó que se pierden {k} de cada cien litros antes de llegar a las casas y que la primera "
        "fase empezará junto al mercado, donde las averías se repiten desde {year}.",
        "“Llevamos meses llenando bañeras por la tarde”, dijo un vecino que asistió a la sesión con una garrafa vacía "
        "como protesta. La oposición pidió que se publicaran los contratos.",
        "El coste total asciende a {k} millones, una parte de los cuales procede de un fondo regional contra la sequía. "
        "Los agricultores temen que se les reduzca el turno de riego mientras duren las obras.",
        "El próximo lunes se abrirá el plazo de alegaciones, y los técnicos esperan que las máquinas entren en la primera "
        "calle antes de que termine el año.",
    ),
    "ru": (
        "В городе {town} открыли мост, который строили {m} лет",
        "В городе {town} во вторник открыли движение по новому мосту, который строили {m} лет. Первыми по нему проехали "
        "{n} автобусов с рабочими и школьниками, а затем власти пустили грузовой транспорт.",
        "Глава района {name} сообщил, что стоимость проекта выросла до {k} миллионов и что старый мост разберут весной, "
        "как только сойдёт лёд. До этого по нему смогут ходить только пешеходы.",
        "«Мы ждали так долго, что дети успели вырасти», — сказала жительница левого берега, которая каждый день тратила "
        "на дорогу до больницы больше часа.",
        "Подрядчик объясняет задержку нехваткой стали и наводнением {year} года, когда вода смыла временные опоры. "
        "Прокуратура тем временем проверяет, как расходовались деньги.",
        "На следующей неделе депутаты обсудят, сделать ли проезд для местных жителей бесплатным. Против этого выступает "
        "компания, которая будет содержать мост.",
    ),
    "ar": (
        "عودة الكهرباء إلى مدينة {town} بعد انقطاع دام {m} أيام",
        "عادت الكهرباء مساء الأربعاء إلى معظم أحياء مدينة {town} بعد انقطاع دام {m} أيام بسبب عاصفة أسقطت {n} برجا من "
        "أبراج خط التوتر العالي في الجبال المحيطة بالمدينة.",
        "وقال مدير الشركة {name} إن فرق الصيانة عملت ليلا ونهارا وإن الخسائر تقدر بنحو {k} مليونا، مضيفا أن القرى البعيدة "
        "ستنتظر يومين آخرين قبل أن تعود إليها الخدمة.",
        "وقالت صاحبة مخبز في السوق القديم إنها خبزت على الحطب طوال الأسبوع ووزعت الخبز على الجيران، وإن أصعب ما واجهها "
        "كان حفظ الدواء لأمها المريضة.",
        "وأعلنت المستشفيات أنها اعتمدت على مولدات قديمة اشتريت عام {year} وأن بعض العمليات تأجلت. وطالب نواب بفتح تحقيق في "
        "أسباب تأخر الإصلاحات.",
        "ومن المقرر أن تناقش الحكومة الأسبوع المقبل خطة لمد خط ثان تحت الأرض، وهي خطة تعطلت مرارا بسبب الخلاف على "
        "التمويل بين الوزارات.",
    ),
    "zh": (
        "{town}渔港停摆{m}天后恢复作业",
        "{town}渔港星期二恢复作业，此前因为渔民抗议新的捕捞配额，港口停摆了{m}天，有{n}艘货船被迫在防波堤外等待，附近的加工厂也一度停工。",
        "港务局负责人{name}说，双方同意先把配额推迟到明年，再由独立的调查组重新估算鱼群数量。他承认这次停摆造成的损失大约是{k}百万。",
        "一位老渔民对记者说，大家并不反对保护海洋，只是希望外来的大型拖网船先减少捕捞，不要每一次都让小船付出代价。",
        "市场里的鱼价已经涨了将近一倍，餐馆纷纷修改菜单。批发商估计，要等两个星期以后价格才会回到原来的水平。",
        "议会将在下个星期讨论补偿办法。类似的冲突在{year}年也发生过，当时达成的协议后来没有得到认真执行。",
    ),
}  # fmt: skip
LANGUAGES = tuple(_FOREIGN)


def foreign(number: int, language: str) -> Base:
    """A text of 90 to 150 words in a language, with names and figures of its own."""
    dice = Random(f"foreign|{number}|{language}")
    facts = {
        "town": dice.choice(_TOWNS), "name": dice.choice(_NAMES), "n": dice.randrange(12, 95), "m": dice.randrange(3, 12),
        "k": dice.randrange(13, 99), "year": dice.randrange(1990, 2024),
    }  # fmt: skip
    title, *paragraphs = (text.format(**facts) for text in _FOREIGN[language])
    return Base(title, tuple(paragraphs), dice.randrange(60))
