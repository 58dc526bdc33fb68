"""English names of what Danish names otherwise: the only words of an English query that must be translated to be found.

A name that is the same in both languages needs no entry.
"""

_TABLE = """
copenhagen københavn
jutland jylland; zealand sjælland; funen fyn; greenland grønland; greenlandic grønlandsk; greenlander grønlænder
greenlanders grønlændere; faroe færøerne; faroese færøsk; elsinore helsingør; baltic østersøen; nordic nordisk
norway norge; norwegian norsk norske; norwegians nordmænd; sweden sverige; swedish svensk svenske; swedes svenskere
finland finland; finnish finsk finske; finns finner; iceland island; icelandic islandsk
germany tyskland; german tysk tyske; germans tyskere; austria østrig; austrian østrigsk; switzerland schweiz
netherlands holland nederlandene; dutch hollandsk nederlandsk; belgium belgien; belgian belgisk; france frankrig
french fransk franske; britain storbritannien; british britisk britiske; uk storbritannien; england england
english engelsk; scotland skotland; ireland irland; irish irsk; spain spanien; spanish spansk; portuguese portugisisk
italy italien; italian italiensk; greece grækenland; greek græsk; poland polen; polish polsk polske; poles polakker
hungary ungarn; hungarian ungarsk; romania rumænien; romanian rumænsk; bulgaria bulgarien; croatia kroatien
serbia serbien; czech tjekkisk tjekkiet; slovakia slovakiet; estonia estland; latvia letland; lithuania litauen
ukrainian ukrainsk ukrainske; ukrainians ukrainere; russia rusland; russian russisk russiske; russians russere
belarus hviderusland belarus; turkey tyrkiet; turkish tyrkisk tyrkiske; syria syrien; syrian syrisk syriske
syrians syrere; iraq irak; iraqi irakisk; iranian iransk; israeli israelsk israelske; israelis israelere
palestine palæstina; palestinian palæstinensisk palæstinensiske; palestinians palæstinensere; egypt egypten
egyptian egyptisk; jordan jordan; lebanon libanon; saudi saudiarabien; yemen yemen; afghan afghansk
armenia armenien; azerbaijan aserbajdsjan; india indien; indian indisk; chinese kinesisk kinesiske; china kina
japan japan; japanese japansk; korea korea; ethiopia etiopien; tunisia tunesien; libya libyen; morocco marokko
america usa amerika; american amerikansk amerikanske; americans amerikanere; us usa; canada canada; mexico mexico
brazil brasilien; australia australien; africa afrika; african afrikansk; asia asien; europe europa
european europæisk europæiske; europeans europæere; brussels bruxelles; geneva genève; jerusalem jerusalem
un fn; parliament folketinget; folketing folketinget; commission kommissionen; jewish jødisk jødiske; jews jøder
muslim muslimsk muslimske; muslims muslimer; christian kristen kristne; quran koranen; koran koranen
january januar; february februar; march marts; may maj; june juni; july juli; october oktober
monday mandag; tuesday tirsdag; wednesday onsdag; thursday torsdag; friday fredag; saturday lørdag; sunday søndag
"""
# Of every answer it can be said: as a name to look for they only mislead.
HOME = frozenset({"denmark", "danish", "dane", "danes"})
_ENTRIES = (entry.split() for entry in _TABLE.replace("\n", ";").split(";") if entry.strip())
_DANISH: dict[str, tuple[str, ...]] = {english: tuple(danish) for english, *danish in _ENTRIES}


def danish_forms(name: str) -> tuple[str, ...]:
    """The Danish words for a folded English name, the most usual first; none if it has no other name in Danish."""
    return _DANISH.get(name, ())
