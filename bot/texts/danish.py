"""Every sentence a person who asks can see, in Danish."""

from bot.texts.sentences import Texts

DANISH = Texts(
    language="da",
    partial="Det her besvarer måske kun en del af spørgsmålet:",
    not_found="Det kan jeg ikke finde svar på i dokumenterne. Prøv andre ord, eller nævn minister, år eller nummer.",
    nearest="Tættest på, men ikke et svar:",
    understood="Forstået som: {query}",
    unseen="I dokumenterne står der ikke {names}.",
    several="Flere svar kan passe. Nævn minister, år eller nummer, hvis det er et andet end disse, du mener.",
    unknown="Jeg kender ingen svar, der passer på {names}.",
    quoted="”{name}”",
    either=" eller ",
    narrowed="Kun svar {scope}.",
    searched="Jeg søgte kun i svar {scope}.",
    newest="Nyeste svar først.",
    newest_first="nyeste først",
    from_speaker="fra {name}",
    office="{areas}ministeren",
    area_comma="-, ",
    area_and="- og ",
    to_question="på {question}",
    questions="spørgsmål",
    number="spm. {number}",
    oral_number="§ 20-spørgsmål {number}",
    asked_by="stillet af {name}",
    in_committee="i {name}",
    from_committee="fra {name}",
    in_period="i {period}",
    on_day="den {period}",
    between="fra {start} til {end}",
    since="siden {start}",
    until="til og med {end}",
    none="ingen svar",
    one_answer="1 svar",
    answers="svar",
    about_subject="om {subject}",
    outside="Der er {answers} i dokumenterne.",
    counted="{answers}.",
    at_least="mindst {answers}",
    askers="Her er, hvem der spurgte, ved {answers}:",
    listed="Her er {answers}:",
    more="… og {count} til",
    thousands=".",
    fresh="Opdateret {built}.",
    fresh_newest="Opdateret {built}, nyeste dokument {newest}.",
    greeting="Hej! Spørg mig, hvad en minister har svaret. Skriv, som du ville spørge ministeren.",
    thanks="Selv tak.",
    about=(
        "Jeg finder, hvad ministre har svaret Folketinget, og citerer det ordret med kilde. "
        "Jeg bruger kun de dokumenter, jeg har fået, og siger til, når svaret ikke står i dem."
    ),
    start=(
        "Hej! Jeg finder, hvad ministre har svaret Folketinget, og citerer det ordret med kilde. "
        "Skriv dit spørgsmål, som du ville stille det til ministeren. /hjaelp viser, hvad du kan spørge om."
    ),
    help=(
        "Skriv dit spørgsmål med almindelige ord. Jeg svarer med ministerens egne ord og kilden, "
        "eller siger, at svaret ikke står i dokumenterne.\n\n"
        "– Spørg videre: ”hvad med ældre?”\n"
        "– Nævn minister, parti, år eller nummer: ”svar på SOU 663”\n"
        "– Bed om det nyeste: ”seneste svar om ensomhed”\n"
        "– Læs mere: tryk på Kilde 1\n\n"
        "/sprog vælger sprog. /privatliv siger, hvad jeg gemmer."
    ),
    only_text="Jeg kan kun læse tekst. Skriv dit spørgsmål som en besked.",
    cut="Jeg læste kun de første {limit} tegn. Spørg kortere, hvis det vigtigste stod til sidst.",
    shortened="Citatet er forkortet; resten står i kilden.",
    failed="Noget gik galt hos mig. Prøv igen om lidt, eller giv koden {reference} til den, der står for botten.",
    source="Kilde {number}",
    back="‹ Svaret",
    whole="Hele dokumentet",
    page="Vis siden med citatet",
    official="Åbn på ft.dk",
    open_source="Åbn kilden",
    erase="Slet det, du har om mig",
    asked="Spørgsmålet: {question}",
    on_page="Side {page}",
    same="Samme svar: {answers}.",
    others="og {count} til",
    refers="Der henvises til {answer}.",
    refers_away="Der henvises til svaret på {answer}, som ikke er blandt dokumenterne.",
    drawing="Henter siden …",
    unmarked="Hele citatet kunne ikke markeres på siden; noget af det kan stå på den næste.",
    no_page="Siden kan ikke vises. Tryk på ”Hele dokumentet” for at få filen.",
    unknown_command="Den kommando kender jeg ikke. /hjaelp viser, hvad du kan skrive.",
    prompt="Hvad vil du vide? Svar på denne besked med dit spørgsmål.",
    example="Er der afsat penge til …?",
    wait="Vent lidt, der er mange spørgsmål lige nu. Svaret kommer her.",
    doubtful="Måske nåede mit svar frem, måske ikke. Står det ikke her om lidt, så spørg igen.",
    parting="Jeg skal genstartes og nåede ikke at svare. Spørg igen om et par minutter.",
    joined=(
        "Hej! Jeg finder, hvad ministre har svaret Folketinget, og citerer det ordret med kilde. "
        "Skriv /spg@{bot} og jeres spørgsmål, eller svar på en af mine beskeder. {others}"
    ),
    others_unseen="Andre beskeder i gruppen kan jeg ikke læse, og jeg gemmer ingen.",
    others_unused="Andre beskeder i gruppen bruger jeg ikke, og jeg gemmer ingen.",
    help_group=(
        "Skriv /spg@{bot} og dit spørgsmål, eller svar på en af mine beskeder for at spørge videre. "
        "Svar på en andens besked med /spg@{bot} alene, så er den besked spørgsmålet."
    ),
    privacy=(
        "Jeg gemmer ikke dine beskeder, kun de spørgsmål, du selv beder mig gemme. Ellers gemmer jeg:\n"
        "– i {days} numrene på dine beskeder og mine svar, så et rettet spørgsmål får et rettet svar\n"
        "– dine 👍 og 👎 og dit valg af sprog, til du sletter dem\n\n"
        "Dine spørgsmål og mine svar husker jeg i en halv time uden at gemme dem, så du kan spørge videre."
    ),
    one_day="1 dag",
    days="{count} dage",
    privacy_topics=(
        "Finder jeg intet svar, tæller jeg, hvilke af dokumenternes egne ord der blev spurgt om, hvert for sig: "
        "ikke hvem der spurgte, ingen navne og ingen tal."
    ),
    privacy_admin=("Du er administrator: dit id og dine ændringer af dokumenter bliver, til driften sletter dem."),
    erased="Slettet. Jeg har ikke længere noget om dig.",
    erased_admin="Slettet. Tilbage er kun, at du er administrator, og hvad du har ændret; /historik viser det.",
    language_question="Hvilket sprog skal jeg svare på? Citaterne bliver altid på dansk.",
    language_names=("Dansk", "English", "Som spørgsmålet"),
    language_chosen=(
        "Jeg svarer på dansk.",
        "I will reply in English. Quotes stay in Danish.",
        "Jeg svarer på det sprog, du spørger på.",
    ),
    voted="Tak, det er noteret.",
    save="Gem mit spørgsmål som eksempel",
    saved="Gemt, så svarene kan blive bedre. Fortryder du, sletter /privatliv det.",
    used="Den knap er brugt, eller beskeden er ændret. Se, hvad der står i den nu.",
    too_old="Den besked er for gammel. Skriv dit spørgsmål eller din kommando igen.",
    changed="Det sted er ændret siden. Stil spørgsmålet igen, så finder jeg det.",
    forgotten="Det svar husker jeg ikke mere. Stil spørgsmålet igen.",
    soon="Det kommer om lidt. Der er travlt her.",
    unshown="Telegram tog ikke imod det. Prøv igen om lidt.",
    unknown_document="Det dokument har jeg ikke. Skriv dit spørgsmål, så leder jeg.",
    passage_changed="Stedet er ændret, siden linket blev lavet. Sådan begynder svaret nu:",
    no_inline="Intet svar fundet – spørg mig direkte",
    commands=(
        ("start", "Kom i gang"),
        ("hjaelp", "Sådan spørger du"),
        ("sprog", "Vælg sprog"),
        ("privatliv", "Hvad jeg gemmer, og slet det"),
    ),
    group_commands=(("spg", "Spørg, hvad en minister har svaret"), ("hjaelp", "Sådan spørger du")),
)
