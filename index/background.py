"""Sentences about anything and everything: what a query is held against where the corpus is too small to be a field.

A cosine says little by itself; how far it stands above that of unrelated text says more. Invented, of no source.
"""

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
