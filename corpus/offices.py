"""Ministers' areas: "socialministeren", "Ministry of Justice" and "social- og boligminister" on one footing. Pure.

Titles are combined anew with every government, so an office is a set of areas: one that is named by
"socialministeren" is held by everyone whose title holds the area "social".
"""

import re
from functools import lru_cache

# Each area with the Danish words that stand for it in titles and ministries, then the English ones.
_TABLE: dict[str, tuple[str, str]] = {
    "beredskab": ("beredskab beredskabs samfundssikkerhed samfundssikkerheds", "emergency|preparedness|resilience"),
    "beskæftigelse": ("beskæftigelse beskæftigelses arbejds", "employment|labour|labor"),
    "bolig": ("bolig boliger", "housing"),
    "by": ("by byer", "urban|cities"),
    "børn": ("børn børne", "children"),
    "digitalisering": ("digitalisering digitaliserings digital", "digital|digital affairs|digitalisation|digitisation"),
    "energi": ("energi", "energy"),
    "erhverv": ("erhverv erhvervs", "business|industry"),
    "europa": ("europa", "europe|european"),
    "finans": ("finans finanser", "finance"),
    "fiskeri": ("fiskeri", "fisheries|fishery"),
    "forskning": ("forskning forsknings", "research|science"),
    "forsvar": ("forsvar forsvars", "defence|defense"),
    "forsyning": ("forsyning forsynings", "utilities"),
    "fødevarer": ("fødevare fødevarer", "food"),
    "handel": ("handel handels", "trade"),
    "indenrigs": ("indenrigs", "interior|home"),
    "integration": ("integration integrations", "integration"),
    "justits": ("justits", "justice"),
    "kirke": ("kirke", "church|ecclesiastical"),
    "klima": ("klima", "climate"),
    "kultur": ("kultur", "culture|cultural"),
    "landbrug": ("landbrug landbrugs", "agriculture|farming"),
    "landdistrikter": ("landdistrikt landdistrikts landdistrikter", "rural|rural affairs|rural districts"),
    "ligestilling": ("ligestilling ligestillings", "equality|gender equality"),
    "miljø": ("miljø", "environment|environmental"),
    "nordisk": ("nordisk", "nordic"),
    "skat": ("skat skatte", "tax|taxation|taxes"),
    "social": ("social", "social|social affairs"),
    "stat": ("stats", "prime"),
    "sundhed": ("sundhed sundheds", "health"),
    "transport": ("transport trafik", "transport|transportation"),
    "uddannelse": ("uddannelse uddannelses", "higher education"),
    "udenrigs": ("udenrigs", "foreign|foreign affairs"),
    "udlændinge": ("udlændinge", "immigration"),
    "udvikling": ("udvikling udviklings udviklingssamarbejde", "development|development cooperation"),
    "undervisning": ("undervisning undervisnings", "education"),
    "ældre": ("ældre", "elderly|senior citizens|older people"),
    "økonomi": ("økonomi", "economy|economic affairs|economics"),
}
DANISH = {word: area for area, (danish, _) in _TABLE.items() for word in danish.split()}
ENGLISH = {word: area for area, (_, english) in _TABLE.items() for word in english.split("|")}
# "Education" is either Danish ministry: a title that holds one of these also answers to "undervisning".
_ALSO = {"uddannelse": frozenset({"education"}), "undervisning": frozenset({"education"})}
ENGLISH["education"] = "education"

_LAST = re.compile(r"(?P<word>\w*?)(?:minister(?:en|s)?|ministeriet)$")


@lru_cache(maxsize=4096)
def areas_of(title: str) -> frozenset[str]:
    """The areas a Danish title or ministry names: "klima-, energi- og forsyningsminister" → three of them.

    A word that the table does not hold stands for itself, so that a new office matches its own title.
    """
    found: set[str] = set()
    for word in re.findall(r"\w+", title.casefold()):
        last = _LAST.match(word)
        area = last["word"] if last else word
        if area and area not in {"fg", "og", "for", "den", "samarbejde", "fungerende"}:
            found.add(DANISH.get(area, area.removesuffix("s")))
    return frozenset(found.union(*(_ALSO.get(area, frozenset()) for area in found)))
