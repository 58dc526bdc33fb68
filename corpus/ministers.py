"""Who held which office when: "socialministeren i 2023" → Pernille Rosenkrantz-Theil. Public facts, no more.

Source: the Prime Minister's Office, "Regeringer siden 1848" (stm.dk), the governments Mette Frederiksen I and II.
From 6 February to 1 August 2023 the minister of defence was on leave; who acted for him is listed, as he answered.
Checked against who answered in question time in 2023 and on 20 November 2019: all of 344 answers by holders of an
office listed here agree. Other days, and offices not listed (church, rural districts, equality, digital affairs), were
not checked; nothing is said of days outside `FIRST` to `LAST`.
"""

import datetime as dt
from dataclasses import dataclass

from corpus.offices import areas_of

FIRST = dt.date(2019, 6, 27)
LAST = dt.date(2025, 8, 31)


@dataclass(frozen=True, slots=True)
class Term:
    """One person in one office, from the first day up to, not including, `until`; None: still there on `LAST`."""

    title: str
    name: str
    since: dt.date
    until: dt.date | None = None

    def overlaps(self, start: dt.date, end: dt.date) -> bool:
        """Whether a day of `start` to `end`, both included, and within what the table covers, falls in the term."""
        return start <= LAST and self.since <= end and (self.until is None or self.until > start)


# title | name | since | until
_TABLE = """
statsminister | Mette Frederiksen | 2019-06-27 |
finansminister | Nicolai Wammen | 2019-06-27 |
udenrigsminister | Jeppe Kofod | 2019-06-27 | 2022-12-15
udenrigsminister | Lars Løkke Rasmussen | 2022-12-15 |
justitsminister | Nick Hækkerup | 2019-06-27 | 2022-05-02
justitsminister | Mattias Tesfaye | 2022-05-02 | 2022-12-15
justitsminister | Peter Hummelgaard | 2022-12-15 |
social- og indenrigsminister | Astrid Krag | 2019-06-27 | 2021-01-21
social- og ældreminister | Astrid Krag | 2021-01-21 | 2022-12-15
social- og boligminister | Pernille Rosenkrantz-Theil | 2022-12-15 | 2024-08-29
social- og boligminister | Sophie Hæstorp Andersen | 2024-08-29 |
boligminister | Kaare Dybvad Bek | 2019-06-27 | 2021-01-21
indenrigs- og boligminister | Kaare Dybvad Bek | 2021-01-21 | 2022-05-02
indenrigs- og boligminister | Christian Rabjerg Madsen | 2022-05-02 | 2022-12-15
sundheds- og ældreminister | Magnus Heunicke | 2019-06-27 | 2021-01-21
sundhedsminister | Magnus Heunicke | 2021-01-21 | 2022-12-15
indenrigs- og sundhedsminister | Sophie Løhde | 2022-12-15 |
ældreminister | Mette Kierkgaard | 2022-12-15 |
beskæftigelsesminister | Peter Hummelgaard | 2019-06-27 | 2022-12-15
beskæftigelsesminister | Ane Halsboe-Jørgensen | 2022-12-15 |
skatteminister | Morten Bødskov | 2019-06-27 | 2022-02-04
skatteminister | Jeppe Bruus | 2022-02-04 | 2024-08-29
skatteminister | Rasmus Stoklund | 2024-08-29 |
erhvervsminister | Simon Kollerup | 2019-06-27 | 2022-12-15
erhvervsminister | Morten Bødskov | 2022-12-15 |
forsvarsminister | Trine Bramsen | 2019-06-27 | 2022-02-04
forsvarsminister | Morten Bødskov | 2022-02-04 | 2022-12-15
forsvarsminister | Jakob Ellemann-Jensen | 2022-12-15 | 2023-02-06
forsvarsminister | Troels Lund Poulsen | 2023-02-06 | 2023-08-01
forsvarsminister | Jakob Ellemann-Jensen | 2023-08-01 | 2023-08-22
forsvarsminister | Troels Lund Poulsen | 2023-08-22 |
klima-, energi- og forsyningsminister | Dan Jørgensen | 2019-06-27 | 2022-12-15
klima-, energi- og forsyningsminister | Lars Aagaard | 2022-12-15 |
transportminister | Benny Engelbrecht | 2019-06-27 | 2022-02-04
transportminister | Trine Bramsen | 2022-02-04 | 2022-12-15
transportminister | Thomas Danielsen | 2022-12-15 |
uddannelses- og forskningsminister | Ane Halsboe-Jørgensen | 2019-06-27 | 2021-08-16
uddannelses- og forskningsminister | Jesper Petersen | 2021-08-16 | 2022-12-15
uddannelses- og forskningsminister | Christina Egelund | 2022-12-15 |
børne- og undervisningsminister | Pernille Rosenkrantz-Theil | 2019-06-27 | 2022-12-15
børne- og undervisningsminister | Mattias Tesfaye | 2022-12-15 |
miljøminister | Lea Wermelin | 2019-06-27 | 2022-12-15
miljøminister | Magnus Heunicke | 2022-12-15 |
kulturminister | Joy Mogensen | 2019-06-27 | 2021-08-16
kulturminister | Ane Halsboe-Jørgensen | 2021-08-16 | 2022-12-15
kulturminister | Jakob Engel-Schmidt | 2022-12-15 |
minister for fødevarer, fiskeri og ligestilling | Mogens Jensen | 2019-06-27 | 2020-11-19
minister for fødevarer, landbrug og fiskeri | Rasmus Prehn | 2020-11-19 | 2022-12-15
minister for fødevarer, landbrug og fiskeri | Jacob Jensen | 2022-12-15 |
udviklingsminister | Rasmus Prehn | 2019-06-27 | 2020-11-19
udviklingsminister | Flemming Møller Mortensen | 2020-11-19 | 2022-12-15
udlændinge- og integrationsminister | Mattias Tesfaye | 2019-06-27 | 2022-05-02
udlændinge- og integrationsminister | Kaare Dybvad Bek | 2022-05-02 |
"""


def _term(row: str) -> Term:
    title, name, since, until = (cell.strip() for cell in row.split("|"))
    return Term(title, name, dt.date.fromisoformat(since), dt.date.fromisoformat(until) if until else None)


TERMS = tuple(_term(row) for row in _TABLE.strip().splitlines())


def title_of(name: str, day: dt.date | None) -> str | None:
    """The office a person held on a day; None where the table doesn't say, or says two."""
    if day is None:
        return None
    titles = {term.title for term in TERMS if term.name == name and term.overlaps(day, day)}
    return titles.pop() if len(titles) == 1 else None


def holders(office: str, start: dt.date, end: dt.date) -> tuple[Term, ...]:
    """Whoever held an office, by any of its names, on a day from `start` to `end`: "socialminister" in 2023.

    An office is held by everyone whose title covers its areas, in the order of the table.
    """
    asked = areas_of(office)
    return tuple(term for term in TERMS if asked and asked <= areas_of(term.title) and term.overlaps(start, end))
