"""What the invented families and workers say. Every name and sentence here is made up for the demo."""

from __future__ import annotations

from ..practice.domains import Headline
from ..practice.outcomes import Standing
from ..practice.triage import Source

HEADLINES = [
    "They moved to a bigger flat near the school.",
    "A grandmother came to live with them.",
    "The older child started at a new school.",
    "A parent began a new job with early shifts.",
]
HANDOVER = (
    "They like a text the day before a visit. The next review is arranged, and I promised that the new worker "
    "would come to the first one with me."
)
FOLLOW_UPS = [
    ("Ask school whether the breakfast club has a place.", "There is a place from Monday."),
    ("Ring the housing officer about the damp.", "They come next week to look at it."),
    ("Ask the health visitor for the date of the next check.", "It is on the calendar now."),
]
COMMENTS = ["That is how I remember it too.", "It was a harder morning than it sounds here, but the rest is right."]

SURNAMES = [
    "Ashdown",
    "Birkett",
    "Calloway",
    "Draycott",
    "Ellwood",
    "Fenwick",
    "Garrity",
    "Hollis",
    "Inskip",
    "Jarvey",
    "Kestrel",
    "Larkham",
    "Merrow",
    "Nettleby",
    "Okafor",
    "Penhale",
    "Quarrie",
    "Rahman",
    "Silvester",
    "Tamworth",
    "Umber",
    "Varley",
    "Wexcombe",
    "Yarrow",
    "Zielinska",
    "Adeyemi",
    "Brightwater",
    "Chowdhury",
    "Dunmore",
    "Everley",
    "Farrant",
    "Goswami",
    "Harkaway",
    "Iqbal",
    "Joyner",
    "Kowalczyk",
    "Lovelock",
    "Mbeki",
    "Norrington",
    "Osgood",
]
ADULTS = [
    "Rosa",
    "Daniel",
    "Shanice",
    "Gareth",
    "Nadia",
    "Piotr",
    "Leanne",
    "Amir",
    "Bethan",
    "Curtis",
    "Deepa",
    "Ewan",
    "Farah",
    "Gloria",
    "Hassan",
    "Imogen",
    "Jamal",
    "Kirsty",
    "Liam",
    "Miriam",
    "Nathan",
    "Olga",
    "Priya",
    "Ravi",
    "Stacey",
    "Tomos",
    "Uma",
    "Vincent",
    "Wendy",
    "Yusuf",
]
CHILDREN = [
    "Poppy",
    "Jude",
    "Amelie",
    "Tariq",
    "Ffion",
    "Kofi",
    "Lottie",
    "Milo",
    "Zara",
    "Noah",
    "Ines",
    "Rhys",
    "Skye",
    "Theo",
    "Anya",
    "Blake",
    "Callum",
    "Daisy",
    "Elif",
    "Finn",
    "Grace",
    "Hamza",
    "Isla",
    "Jonah",
    "Keira",
    "Leo",
    "Maya",
    "Nia",
    "Oscar",
    "Pearl",
    "Reuben",
    "Sienna",
    "Toby",
    "Willow",
    "Zac",
]
STREETS = [
    "Marsh Lane",
    "Quay Street",
    "Beacon Road",
    "Saltings Way",
    "Heron Close",
    "Mill Rise",
    "Ferry Terrace",
    "Tern Avenue",
]

NEEDS: tuple[tuple[Headline, Source, str], ...] = (
    (Headline.EDUCATION, Source.SCHOOL, "Mornings are hard and two or three days of school are missed most weeks."),
    (Headline.HEALTH, Source.GP, "Mum has been low since the winter and is not sleeping. The children are worried."),
    (Headline.RELATIONSHIPS, Source.SELF, "We argue every evening and the little one hides. We want it to stop."),
    (Headline.EARLY_YEARS, Source.HEALTH_VISITOR, "Few words at two and a half; no nursery place yet."),
    (Headline.HOUSING, Source.HOUSING, "Rent arrears, and one damp bedroom for three children."),
    (Headline.MONEY, Source.SELF, "Hours were cut and we choose between heating and food."),
    (Headline.DOMESTIC_ABUSE, Source.POLICE, "An argument in February; he has left the home. The children saw it."),
    (Headline.SUBSTANCES, Source.RELATIVE, "Dad drinks most evenings and wants help to cut down."),
    (Headline.CRIME, Source.EDUCATION, "Out late with older young people, and two warnings from the shop."),
    (Headline.SAFETY, Source.SCHOOL, "Messages from somebody older online; school has spoken with home."),
)
STRENGTHS = (
    "Grandma lives near and helps on Fridays.",
    "They eat together every Sunday.",
    "The oldest is proud of swimming.",
    "Dad asked for help himself.",
    "School has one teacher whom all the children trust.",
)
FAMILY_SAYS = (
    "We would like somebody to come to us.",
    "We are not sure, but we will try.",
    "We want the shouting to stop.",
    "Please ring after six.",
)
OUTCOMES: dict[Headline, tuple[str, str, str]] = {
    Headline.EDUCATION: (
        "We want school mornings without tears.",
        "At school on time four days of five.",
        "Pack bags and clothes the evening before.",
    ),
    Headline.HEALTH: (
        "Mum wants to feel like herself again.",
        "She sleeps six hours and sees her friend weekly.",
        "Book and go to the first talking-therapy session.",
    ),
    Headline.RELATIONSHIPS: (
        "We want to talk without shouting.",
        "Two calm evenings become five.",
        "Try the family meeting every Sunday.",
    ),
    Headline.EARLY_YEARS: (
        "We want Jude to tell us what he needs.",
        "New words every week; nursery started.",
        "Visit the nursery and fill in the form.",
    ),
    Headline.HOUSING: (
        "We want to stay in our home and sleep dry.",
        "A payment plan kept; the damp mended.",
        "Ring housing together about the damp.",
    ),
    Headline.MONEY: (
        "We want to reach the end of the month.",
        "Bills paid for two months running.",
        "Look at benefits with the money adviser.",
    ),
    Headline.DOMESTIC_ABUSE: (
        "We want to feel safe at home.",
        "The children sleep in their own beds.",
        "Meet the specialist worker and make a safety plan.",
    ),
    Headline.SUBSTANCES: (
        "Dad wants evenings without drink.",
        "Four dry evenings a week, said by all of us.",
        "Go to the first recovery group.",
    ),
    Headline.CRIME: (
        "We want him home by ten and busy.",
        "No police contact for three months.",
        "Start boxing on Tuesdays with his uncle.",
    ),
    Headline.SAFETY: (
        "We want her to be safe online.",
        "She shows us her phone without a row.",
        "Agree the phone rules together.",
    ),
}
WORKING_WELL = "They look after each other, and said so without being asked."
WORRIES = "It has been like this since last year and everybody is tired."
PRESENTING_NEED = "Mornings go wrong more days than not, and the evenings after them."
UNDERLYING_NEED = "Nobody has slept well since they moved, and there was nobody to ask for help."
NEEDS_TO_HAPPEN = "Small steps that the family chose, with somebody beside them."
NOTES = (
    "Visited at four. Everybody was home. We went through the week and laughed about the bags by the door.",
    "Rang after six as asked. A hard week; the plan still fits. Next visit agreed.",
    "Met at school with the teacher. Attendance is better than in the autumn.",
    "Direct work with feelings cards. She chose the red one and told me why.",
)
VOICES = (
    "“I like it when mum walks with me.”",
    "“I do not like the noise at night.”",
    "“I want to go swimming again.”",
)
PLACES = ("The family centre, Quay Street", "Marsh Lane Primary School", "The library, upstairs room")
AGENDA = "What got better, what is still hard, who can help with what, and what the family wants to ask."
HAPPENED: dict[Standing, tuple[str, ...]] = {
    Standing.BETTER: ("More good days than bad ones now.", "They did it four times in a row."),
    Standing.SAME: ("Some weeks it works, some weeks not.", "Nobody had time for it."),
    Standing.HARDER: ("The move made it harder for everyone.", "It stopped when Dad was ill."),
}
IF_THINGS_SLIP = "When two mornings go wrong in a row: ring Grandma, then the school, then us."
FAMILY_PLAN = "Grandma has the children on Fridays. Aunt Dee drives. Everyone eats together on Sundays."
PROGRESS = (
    "Steady. The family did most of it themselves.",
    "A mixed few weeks; we changed one action.",
    "Much better, and everybody says so.",
    "Hard. Illness in the family; we keep going.",
)
FEEDBACK = (
    "It helped that it was always the same person.",
    "We did it ourselves, with you beside us.",
    "I would tell a friend to ask for help sooner.",
)
RISK = "She came to school with a mark on her arm and did not want to go home."
SUSTAINING = "If mornings slip again we go back to the chart, and ring Grandma first."
