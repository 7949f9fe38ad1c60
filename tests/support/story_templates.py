"""Texts from templates: each is news of its own, however much of its wording it shares with the next of its kind."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

_TOWNS = (
    "Amsel", "Old Brenna", "Kestrel City", "Dornfeld", "Sankt Alban", "Lower Wick", "Port Harrow", "Tarn", "Eastmere",
    "Vallauris", "Lomza", "Upper Dorn", "Grinby", "Sidon Bay", "Marlow Heath", "Cold Ashby",
)  # fmt: skip
_FIRST = ("Ilse", "Tomas", "Ada", "Lena", "Per", "Jean", "Ivo", "Maud", "Ruth", "Karl", "Nora", "Emil", "Vera", "Hugo")
_LAST = ("Brandt", "Weil", "Okonjo", "Sarafian", "Lindqvist", "Moreau", "Dvorak", "Hale", "Petrov", "Ibarra", "Nakano")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "March", "April", "June", "August", "October")
_FIRMS = (
    "Halden Optics",
    "Mareva Foods",
    "Corvid Systems",
    "Tallow & Reed",
    "Northgate Rail",
    "Quillon Labs",
    "Ardent Steel",
)
_SKY = ("sunny", "cloudy", "overcast with drizzle", "clear and cold", "windy with showers", "foggy until noon")


def _person(dice: Random) -> str:
    return f"{dice.choice(_FIRST)} {dice.choice(_LAST)}"


def weather(dice: Random) -> str:
    a, b, c = Random(dice.randrange(3)).sample(_TOWNS, 3)  # a series speaks of the same towns each day
    return (
        f"The weather service expects {dice.choice(_DAYS)} to be {dice.choice(_SKY)} in {a}, with temperatures between "
        f"{dice.randrange(2, 14)} and {dice.randrange(14, 31)} degrees. In {b} it will be {dice.choice(_SKY)}, with a "
        f"high of {dice.randrange(14, 31)} degrees and winds of up to {dice.randrange(10, 70)} kilometres an hour from the "
        f"{dice.choice(('west', 'north', 'south', 'east'))}.\n\nAlong the coast at {c} the sea will have "
        f"{dice.randrange(8, 22)} degrees. The outlook for the following days is {dice.choice(_SKY)}. The sun rises at "
        f"{dice.randrange(5, 8)}:{dice.randrange(10, 59)} and sets at {dice.randrange(16, 22)}:{dice.randrange(10, 59)}. "
        "Drivers are asked to watch for fog on bridges in the early hours, and those who are allergic to pollen should "
        "keep their windows closed in the morning."
    )


def market(dice: Random) -> str:
    way = dice.choice((("rose", "gains", "buyers"), ("fell", "losses", "sellers")))
    a, b, c = Random(dice.randrange(4)).sample(_FIRMS, 3)
    return (
        f"Shares in Kestrel City {way[0]} on {dice.choice(_DAYS)}, with the main index closing at "
        f"{dice.randrange(4000, 9000)} points, {dice.randrange(1, 9)}.{dice.randrange(10, 99)} percent from the day before. "
        f"The {way[1]} were led by {a}, which moved {dice.randrange(1, 19)} percent, and {b}, which moved "
        f"{dice.randrange(1, 12)} percent. {c} bucked the trend.\n\nTurnover was {dice.randrange(100, 900)} million crowns, "
        f"against {dice.randrange(100, 900)} million the day before. There were more {way[2]} than on an average day, said "
        f"{_person(dice)}, a trader at {dice.choice(_FIRMS)} Securities. The crown traded at {dice.randrange(1, 3)}."
        f"{dice.randrange(1000, 9999)} to the dollar, and the yield of the ten-year bond stood at {dice.randrange(1, 6)}."
        f"{dice.randrange(10, 99)} percent. Oil cost {dice.randrange(50, 120)} dollars a barrel in afternoon trading."
    )


def match(dice: Random) -> str:
    home, away = dice.sample(_TOWNS, 2)
    one, two, three = _person(dice), _person(dice), _person(dice)
    return (
        f"{home} beat {away} by {dice.randrange(3, 6)}-{dice.randrange(0, 3)} on {dice.choice(_DAYS)} in front of "
        f"{dice.randrange(800, 42000)} spectators. {one} opened the scoring after {dice.randrange(2, 40)} minutes with a "
        f"header from close range, and {two} doubled the lead {dice.randrange(2, 9)} minutes before the break.\n\nThe "
        f"visitors came back into the game after the interval when {three} converted a penalty in the "
        f"{dice.randrange(50, 60)}th minute, but the home side held on and added another from a corner in the "
        f"{dice.randrange(70, 90)}th. The referee showed {dice.randrange(2, 9)} yellow cards. {home} are now "
        f"{dice.choice(('second', 'third', 'fourth', 'ninth'))} in the table with {dice.randrange(12, 60)} points, and "
        f"travel to {dice.choice(_TOWNS)} on {dice.choice(_DAYS)} next week. Kick-off is at the usual time."
    )


def obituary(dice: Random) -> str:
    name, town = _person(dice), dice.choice(_TOWNS)
    return (
        f"{name}, {dice.randrange(61, 101)}, of {town}, died on {dice.choice(_DAYS)}, {dice.choice(_MONTHS)} "
        f"{dice.randrange(1, 29)}, at the hospital in {dice.choice(_TOWNS)}, surrounded by family. Born in "
        f"{dice.choice(_TOWNS)} in {dice.randrange(1925, 1965)}, {name.split()[0]} worked for {dice.randrange(12, 44)} years "
        f"as a {dice.choice(('teacher', 'baker', 'nurse', 'joiner', 'postal clerk', 'farmer'))} and was an active member of "
        f"the {dice.choice(('choir', 'fire brigade', 'chess club', 'church council'))}.\n\nSurvivors include "
        f"{dice.randrange(1, 6)} children and {dice.randrange(2, 14)} grandchildren. A service will be held at "
        f"{dice.randrange(9, 13)} o'clock on {dice.choice(_DAYS)} at the chapel of {dice.choice(_LAST)} & Sons, with burial "
        "to follow. In lieu of flowers, the family asks for donations to the hospice. Condolences may be left in the book "
        "at the entrance or sent to the funeral home, which is handling the arrangements."
    )


def quake(dice: Random) -> str:
    place = dice.choice(_TOWNS)
    return (
        f"An earthquake of magnitude {dice.randrange(3, 7)}.{dice.randrange(10)} was felt near {place} at "
        f"{dice.randrange(24)}:{dice.randrange(10, 59)} local time, the seismological institute in {dice.choice(_TOWNS)} "
        f"said. It lay at a depth of {dice.randrange(4, 90)} kilometres, {dice.randrange(5, 80)} kilometres from "
        f"{dice.choice(_TOWNS)}. There were no immediate reports of injuries or of damage to buildings. People ran into the "
        f"streets, a resident of {place} told the radio.\n\nThe institute said that aftershocks were to be expected in the "
        "coming days and asked people to stay away from damaged houses. The region lies on the boundary of two plates and "
        f"is often shaken; the last strong earthquake, in {dice.randrange(1920, 2015)}, killed {dice.randrange(20, 900)}."
    )


def court(dice: Random) -> str:
    name, town = _person(dice), dice.choice(_TOWNS)
    return (
        f"{name}, {dice.randrange(19, 70)}, of {town}, appeared before the magistrates in {dice.choice(_TOWNS)} on "
        f"{dice.choice(_DAYS)} charged with {dice.choice(('driving without insurance', 'theft of a bicycle', 'fly-tipping', 'handling stolen goods', 'damage to a bus shelter'))}. "
        f"The court was told that the offence took place on {dice.choice(_MONTHS)} {dice.randrange(1, 29)}. The defendant "
        f"pleaded guilty and was fined {dice.randrange(60, 900)} crowns, with costs of {dice.randrange(30, 200)} crowns and a "
        "surcharge to be paid within 28 days. The chair of the bench said that credit had been given for an early plea. "
        f"{dice.choice(('Two', 'Three', 'Four', 'Five'))} penalty points were noted by the clerk, {_person(dice)}."
    )


TEMPLATES: dict[str, Callable[[Random], str]] = {
    "weather": weather, "market": market, "match": match, "obituary": obituary, "quake": quake, "court": court,
}  # fmt: skip


def release(dice: Random, firm: str) -> str:
    """A press release of 60 to 130 words of news above the firm's standing words."""
    news = (
        f"{firm} today announced the appointment of {_person(dice)} as head of its {dice.choice(('marine', 'medical', 'retail', 'export'))} "
        f"division. The post had been vacant since {dice.choice(_MONTHS)}. {dice.choice(_FIRST)} {dice.choice(_LAST)} joins "
        f"from {dice.choice(_TOWNS)}, where the team grew to {dice.randrange(20, 300)} people.",
        f"{firm} will open a plant in {dice.choice(_TOWNS)} in {dice.choice(_MONTHS)}, creating {dice.randrange(40, 900)} "
        f"jobs. The site covers {dice.randrange(3, 80)} hectares beside the canal, and the first line will make "
        f"{dice.choice(('lenses', 'couplings', 'oat flakes', 'signal lamps'))} for customers in {dice.randrange(4, 30)} countries.",
        f"{firm} reported sales of {dice.randrange(100, 900)} million crowns for the quarter, {dice.randrange(2, 19)} percent "
        f"above those of the year before. Orders in hand reached {dice.randrange(100, 900)} million. The board proposes a "
        f"dividend of {dice.randrange(1, 9)} crowns a share, payable in {dice.choice(_MONTHS)}.",
        f"{firm} has recalled {dice.randrange(2, 90)},000 units sold in {dice.choice(_TOWNS)} between {dice.choice(_MONTHS)} "
        f"and {dice.choice(_MONTHS)} after {dice.randrange(3, 40)} customers reported that a hinge could loosen. Owners are "
        "asked to bring them to any dealer, who will replace the part at no cost within the hour.",
    )
    return "\n\n".join(
        (dice.choice(news), f"“We are proud of this step,” said {_person(dice)}, who leads the firm.", about(firm))
    )


def about(firm: str) -> str:
    """A firm's standing words, the same under each of its releases."""
    dice = Random(firm)
    return (
        f"About {firm}: founded in {dice.randrange(1890, 1990)} in {dice.choice(_TOWNS)}, {firm} serves customers in "
        f"{dice.randrange(12, 60)} countries and employs {dice.randrange(400, 9000)} people. Its shares are listed in Kestrel "
        f"City. For more information, visit www.{firm.split()[0].lower()}.example or write to press@"
        f"{firm.split()[0].lower()}.example.\n\nThis release contains forward-looking statements, which involve risks and "
        "uncertainties that could cause results to differ from those expected. The company undertakes no obligation to "
        "update them, except as required by law. Readers are advised not to place undue reliance on such statements."
    )


FIRMS = _FIRMS


def footer(outlet: str) -> str:
    """An outlet's long standing words, the same under each of its articles."""
    dice = Random(outlet)
    editor, town = _person(dice), dice.choice(_TOWNS)
    return (
        f"The {outlet} is an independent paper from {town}, founded in {dice.randrange(1850, 2010)} and owned by its readers. "
        f"Its editor is {editor}. We publish every day but Sunday, in print and here, and we belong to no party and no bank. "
        "Each of our reports is read by two people before you see it; where we err, we correct it at the top of the page, and "
        "say so.\n\nReaders who write to us agree that we may print their letters, shortened where needed. Advertisements are "
        "marked as such. The weather comes from the institute, the tables from the league, the crossword from a retired "
        f"teacher in {dice.choice(_TOWNS)}. If you wish to support us, ask at the counter in {dice.choice(_LAST)} Street, "
        f"number {dice.randrange(2, 90)}, or call between {dice.randrange(8, 11)} and {dice.randrange(15, 19)} o'clock. Young "
        "reporters may apply for our school of journalism by the end of the month; places are few, the coffee is strong, and "
        "the pay is what the law asks for."
    )


def item(dice: Random) -> str:
    """A very short item, 8 to 28 words."""
    town, other, day = dice.choice(_TOWNS), dice.choice(_TOWNS), dice.choice(_DAYS)
    return dice.choice((
        f"The ferry from {town} to {other} is cancelled on {day} because of the storm.",
        f"Police in {town} are looking for a {dice.choice(('red', 'blue', 'grey'))} van that was seen in {other} on {day}.",
        f"The road between {town} and {other} is closed from {day} until further notice; drivers are asked to use the bridge at {dice.choice(_TOWNS)}.",
        f"{_person(dice)} has been elected mayor of {town} with {dice.randrange(51, 79)} percent of the votes, the town hall said on {day}.",
        f"A fire at a {dice.choice(('barn', 'garage', 'bakery'))} in {town} was put out early on {day}. Nobody was hurt.",
    ))  # fmt: skip
