"""Sentences and queries about anything and everything: what others are held against. Invented, of no source.

A cosine says little by itself; how far it stands above that of unrelated text says more. Token states share a large
mean, and English ones another than Danish ones: centred by language, they meet (measured, for English queries most).
"""

from corpus.citations import Language

SENTENCES = (
    "Regeringen har afsat midler til at udbygge motorvejen og forbedre togtrafikken i hele landet.",
    "Vi følger udviklingen på sygehusene nøje, og ventetiderne til operation skal ned.",
    "Fiskeriet i Østersøen er under pres, og kvoterne forhandles med de øvrige lande i EU.",
    "Straffen for vold er blevet skærpet, og politiet har fået flere betjente.",
    "Skatten på arbejde er sænket, og fradragene for pendlere er hævet.",
    "Børn i folkeskolen skal have bedre undervisning i dansk og matematik.",
    "Danmark støtter Ukraine med våben, penge og humanitær hjælp.",
    "Landbruget skal udlede mindre kvælstof, så vandmiljøet får det bedre.",
    "Museer og teatre modtager tilskud efter reglerne i loven.",
    "Antallet af ansøgere til de videregående uddannelser er faldet i år.",
    "Boligpriserne er steget, og der bygges for få almene boliger i de store byer.",
    "Ældre på plejehjem har ret til en værdig pleje og til at vælge deres leverandør.",
    "Virksomhederne mangler arbejdskraft, og flere ledige skal i job.",
    "Ministeriet oplyser, at sagen er under behandling, og at der ikke foreligger oplysninger om antallet.",
    "Havvindmøller skal levere strøm til flere millioner husstande.",
    "Holdet vandt kampen i går og er nu videre i turneringen.",
    "Tag to æg, lidt mel og mælk, og bag kagen i en halv time.",
    "I morgen bliver det solrigt med svag vind og op mod tyve grader.",
    "Telefonen har en bedre skærm og et batteri, der holder hele dagen.",
    "Bogen handler om en ung kvinde, der vender hjem til sin barndomsby.",
)

# The same twenty in both languages.
QUERIES: dict[Language, tuple[str, ...]] = {
    "da": (
        "Hvornår bliver motorvejen udvidet, og hvad koster det?",
        "Hvor mange patienter venter på en operation lige nu?",
        "Vil ministeren hæve kvoten for torsk i Østersøen?",
        "Er straffen for vold blevet strengere de sidste år?",
        "Hvorfor er skatten på cigaretter sat op?",
        "Hvem har ansvaret for undervisningen på efterskolerne?",
        "Får Ukraine flere våben fra Danmark i år?",
        "Hvad gør regeringen for at beskytte drikkevandet?",
        "Har museerne fået flere penge?",
        "Hvor stor en andel af de studerende falder fra?",
        "Bliver det dyrere at leje en bolig?",
        "Kan ældre selv vælge, hvem der hjælper dem i hjemmet?",
        "Mangler virksomhederne stadig arbejdskraft?",
        "Hvornår kommer der en ny lov om havvindmøller?",
        "Støtter ministeren et forbud mod plastikposer?",
        "Hvor mange betjente er ansat i politiet?",
        "Hvad er grænsen for støj fra veje?",
        "Er der sat penge af til flere lærere?",
        "Må kommunerne lukke små skoler?",
        "Hvem skal betale for oprydningen efter stormen?",
    ),
    "en": (
        "When will the motorway be widened, and what does it cost?",
        "How many patients are waiting for an operation right now?",
        "Will the minister raise the cod quota in the Baltic Sea?",
        "Has the punishment for violence become stricter in recent years?",
        "Why has the tax on cigarettes gone up?",
        "Who is responsible for teaching at the boarding schools?",
        "Will Ukraine get more weapons from Denmark this year?",
        "What is the government doing to protect drinking water?",
        "Have the museums been given more money?",
        "What share of students drop out?",
        "Will it become more expensive to rent a home?",
        "Can elderly people choose who helps them at home?",
        "Do companies still lack workers?",
        "When will there be a new law on offshore wind turbines?",
        "Does the minister support a ban on plastic bags?",
        "How many officers are employed by the police?",
        "What is the limit for noise from roads?",
        "Has money been set aside for more teachers?",
        "May municipalities close small schools?",
        "Who has to pay for cleaning up after the storm?",
    ),
}
