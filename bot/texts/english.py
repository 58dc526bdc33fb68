"""Every sentence a person who asks can see, in English."""

from bot.texts.sentences import Texts

ENGLISH = Texts(
    language="en",
    partial="This may answer only part of the question:",
    not_found="I cannot find an answer to that in the documents. Try other words, or name a minister, year or number.",
    nearest="Nearest, but not an answer:",
    understood="Understood as: {query}",
    unseen="The documents do not mention {names}.",
    several="Several answers may fit. Name a minister, a year or a number if you mean another than these.",
    unknown="I know of no answer that fits {names}.",
    quoted="“{name}”",
    either=" or ",
    narrowed="Only answers {scope}.",
    searched="I searched only answers {scope}.",
    newest="Newest answers first.",
    newest_first="newest first",
    from_speaker="from {name}",
    office="the {areas} minister",
    area_comma=", ",
    area_and=" and ",
    to_question="to {question}",
    questions="questions",
    number="question {number}",
    oral_number="§ 20 question {number}",
    asked_by="asked by {name}",
    in_committee="in {name}",
    from_committee="from {name}",
    in_period="in {period}",
    on_day="on {period}",
    between="from {start} to {end}",
    since="since {start}",
    until="up to and including {end}",
    none="no answers",
    one_answer="1 answer",
    answers="answers",
    about_subject="about {subject}",
    outside="There are {answers} in the documents.",
    counted="{answers}.",
    at_least="at least {answers}",
    askers="Here is who asked, for {answers}:",
    listed="Here are {answers}:",
    more="… and {count} more",
    thousands=",",
    fresh="Updated {built}.",
    fresh_newest="Updated {built}, newest document {newest}.",
    greeting="Hello! Ask me what a minister has answered. Write as you would ask the minister.",
    thanks="You are welcome.",
    about=(
        "I find what Danish ministers have answered in parliament and quote it word for word with its source. "
        "I use only the documents I was given, and I say so when the answer is not in them."
    ),
    start=(
        "Hello! I find what Danish ministers have answered in parliament and quote it word for word with its source. "
        "Write your question as you would put it to the minister. /help shows what you can ask."
    ),
    help=(
        "Ask in plain words. I reply with the minister's own words, in Danish, and their source, "
        "or say that the documents hold no answer.\n\n"
        "– Follow up: “what about older people?”\n"
        "– Name a minister, party, year or number: “answer to SOU 663”\n"
        "– Count: “how many answers about loneliness?”\n"
        "– Read more: press Source 1\n\n"
        "/language chooses the language. /privacy says what I keep."
    ),
    only_text="I can only read text. Write your question as a message.",
    cut="I read only the first {limit} characters. Ask more briefly if what matters stood at the end.",
    shortened="The quotation is shortened; the rest is in the source.",
    failed="Something went wrong on my side. Try again in a moment, or give whoever runs me the code {reference}.",
    source="Source {number}",
    back="‹ Reply",
    whole="Whole document",
    page="Show the page with the quote",
    official="Open on ft.dk",
    open_source="Open the source",
    erase="Erase what you have about me",
    asked="The question: {question}",
    on_page="Page {page}",
    same="The same answer: {answers}.",
    others="and {count} more",
    refers="It refers to {answer}.",
    refers_away="It refers to the answer to {answer}, which is not among the documents.",
    drawing="Fetching the page …",
    unmarked="Not all of the quote could be marked on the page; some of it may stand on the next.",
    no_page="The page cannot be shown. Press “Whole document” to get the file.",
    unknown_command="I do not know that command. /help shows what you can write.",
    prompt="What would you like to know? Reply to this message with your question.",
    example="Has money been set aside for …?",
    wait="One moment, there are many questions right now. The reply will appear here.",
    doubtful="My reply may or may not have arrived. If it is not here in a moment, ask again.",
    parting="I am about to be restarted and had no time to reply. Ask again in a few minutes.",
    joined=(
        "Hello! I find what Danish ministers have answered in parliament and quote it word for word with its source. "
        "Write /spg@{bot} and your question, or reply to one of my messages. {others}"
    ),
    others_unseen="I cannot read other messages in the group, and I keep none.",
    others_unused="I take no notice of other messages in the group, and I keep none.",
    help_group=(
        "Write /spg@{bot} and your question, or reply to one of my messages to follow up. "
        "Reply to someone's message with /spg@{bot} alone, and that message is the question."
    ),
    privacy=(
        "I do not keep your messages, only the questions you ask me to keep. Besides them I keep:\n"
        "– for {days} the numbers of your messages and my replies, so that an edited question edits its reply\n"
        "– your 👍 and 👎 and your choice of language, until you erase them\n\n"
        "I remember your questions and my replies for half an hour, without keeping them, so that you can follow up."
    ),
    one_day="1 day",
    days="{count} days",
    privacy_topics=(
        "Where I find no answer, I count which of the documents' own words were asked for, each by itself: "
        "not who asked, no names and no numbers."
    ),
    privacy_admin=(
        "You are an administrator: your id and your changes of documents stay until whoever runs the bot erases them."
    ),
    erased="Erased. I no longer have anything about you.",
    erased_admin="Erased. All that is left is that you are an administrator, and what you changed; /historik shows it.",
    language_question="Which language should I reply in? Quotes always stay in Danish.",
    language_names=("Dansk", "English", "As the question"),
    language_chosen=(
        "Jeg svarer på dansk.",
        "I will reply in English. Quotes stay in Danish.",
        "I will reply in the language you ask in.",
    ),
    voted="Thank you, noted.",
    save="Keep my question as an example",
    saved="Kept, so that the replies can get better. /privacy erases it if you change your mind.",
    used="That button has been used, or the message has changed. See what it says now.",
    too_old="That message is too old. Write your question or command again.",
    changed="That place has changed since. Ask the question again, and I will find it.",
    forgotten="I no longer remember that reply. Ask the question again.",
    soon="It will be here in a moment. It is busy here.",
    unshown="Telegram did not accept it. Try again in a moment.",
    unknown_document="I do not have that document. Write your question, and I will look.",
    passage_changed="The place has changed since the link was made. This is how the answer begins now:",
    no_inline="No answer found – ask me directly",
    commands=(
        ("start", "Get started"),
        ("help", "How to ask"),
        ("language", "Choose the language"),
        ("privacy", "What I keep, and erase it"),
    ),
    group_commands=(("spg", "Ask what a minister has answered"), ("help", "How to ask")),
)
