"""The parties of the Folketing and the letters its documents carry (public facts: ft.dk, "Partier")."""

# Letters first as the minutes write them, then their other spellings; names in Danish, then in English.
_TABLE: dict[str, tuple[str, str]] = {
    "ALT": ("ALT", "Alternativet|The Alternative"),
    "DD": ("DD ÆA", "Danmarksdemokraterne|Denmark Democrats"),
    "DF": ("DF", "Dansk Folkeparti|Danish People's Party"),
    "EL": ("EL", "Enhedslisten|Red-Green Alliance|Unity List"),
    "FG": ("FG", "Frie Grønne|Independent Greens"),
    "KD": ("KD", "Kristendemokraterne|Christian Democrats"),
    "KF": (
        "KF",
        "Konservative|De Konservative|Det Konservative Folkeparti|Konservative Folkeparti|Conservatives|"
        "Conservative People's Party|Conservative Party",
    ),
    "LA": ("LA", "Liberal Alliance"),
    "M": ("M", "Moderaterne|Moderates"),
    "NB": ("NB", "Nye Borgerlige|New Right"),
    "RV": ("RV", "Radikale|De Radikale|Radikale Venstre|Det Radikale Venstre|Social Liberals|Social Liberal Party"),
    "S": ("S", "Socialdemokratiet|Socialdemokraterne|Social Democrats|Social Democratic Party"),
    "SF": ("SF", "Socialistisk Folkeparti|Socialist People's Party|Green Left"),
    "UFG": ("UFG", ""),
    "V": ("V", "Venstre"),
}
LETTERS = {letters: party for party, (spellings, _) in _TABLE.items() for letters in spellings.split()}
NAMES = {name: party for party, (_, names) in _TABLE.items() for name in names.split("|") if name}


def party_of(letters: str) -> str:
    """The letters written one way ("ÆA" is "DD"); letters of no known party stay as they are."""
    return LETTERS.get(letters, letters)
