"""Easy read: shorter words for what the pages and the sheet of paper say, one thing on a line.

What is not here is short enough as it is. Where nobody has translated an easy text, the plain one stands in its place.
"""

from __future__ import annotations

from swip.voices.rules.asked import N_

EASY = {
    # What leads nowhere
    "You have done nothing wrong.": N_("You did nothing wrong."),
    "It was open for a long time. What you put in last was not kept. Go on, and put it in again.": N_(
        "It was open for a long time.\nYour last answer was not kept.\nPlease put it in again."
    ),
    "If this comes again, ask the person who gave you the paper for help.": N_(
        "Do you see this again?\nAsk the person who gave you the paper."
    ),
    "It was not kept. Choose a smaller one, or leave it out.": N_(
        "It was not kept.\nYou can choose a smaller one."
    ),
    "This does not work at the moment": N_("This does not work now"),
    "You have done nothing wrong. What was kept before is still there. Try again in a few minutes.": N_(
        "You did nothing wrong.\nYour answers from before are still there.\nTry again in a few minutes."
    ),
    "Your drawing was not kept. You can make it again.": N_(
        "Your drawing was not kept.\nYou can draw it again."
    ),
    "This code takes no more answers now. You can copy your words from here.": N_(
        "This code takes no more answers.\nYou can copy your words here."
    ),
    "This page was open for a long time, so it closed to keep you safe. Copy your words, type your code again, and "
    "put them in.": N_(
        "This page was open for a long time.\nIt closed to keep you safe.\nCopy your words.\nType your code again.\n"
        "Then put in your words."
    ),
    "Too many codes were typed here in a short time. Try again in a few minutes.": N_(
        "Too many codes were typed here.\nTry again in a few minutes."
    ),
    "Codes stop working after some time. You have done nothing wrong. Ask for a new one if you like.": N_(
        "A code works only for some time.\nYou did nothing wrong.\nYou can ask for a new code."
    ),
    # Around every page
    "This page does not tell anybody by itself. Nobody reads it straight away.": N_(
        "This page does not call for help.\nNobody reads it now."
    ),
    "In danger now:": N_("Are you in danger now? Call:"),
    "To talk to somebody, day or night, free (Childline):": N_(
        "Do you want to talk? Call Childline. You can call day and night. It is free:"
    ),
    "This page was translated for a first try. Nobody has checked the translation yet.": N_(
        "Nobody has checked yet if these words are right."
    ),
    # Before anything is asked
    "Small or big letters, with or without lines in between.": N_(
        "Big letters and small letters are fine.\nYou can leave out the lines."
    ),
    "We ask children, young people, parents and carers what it was like with their social worker.": N_(
        "You have a social worker.\nWe want to know what it is like for you."
    ),
    "It helps the social worker to get better at their work.": N_(
        "Your answers help the social worker.\nThey learn to do their work better."
    ),
    "You choose. You do not have to say anything.": N_("You choose.\nYou do not have to answer."),
    "If you say no, nothing changes for you. Nobody will be cross.": N_(
        "You can say no.\nNothing changes for you.\nNobody will be cross."
    ),
    "You can take back what you said, with the same code, until it is decided whether the social worker has "
    "finished their training.": N_(
        "You can change your mind.\nYou can take your answers back.\nUse the same code.\n"
        "You can do it until the social worker’s training is over."
    ),
    "The social worker does not see which answers are yours. They read the answers of several people together. "
    "Somebody who works with the social worker reads each answer first.": N_(
        "The social worker does not see which answers are yours.\nThey read the answers of several people together.\n"
        "Another person reads your answers first.\nThis person works with the social worker."
    ),
    "If you tell of somebody being hurt, the person who reads it has to do something about it.": N_(
        "Do you tell us that somebody is hurt?\nThen the person who reads it must do something."
    ),
    # The questions
    "I am a carer": N_("I am a carer. I look after a child"),
    "Somebody in my family or my home writes for me": N_("A person at home writes for me"),
    "Somebody at my school or nursery writes for me": N_("A person at school or nursery writes for me"),
    "An advocate or an interpreter writes for me": N_("A person who helps me to speak writes for me"),
    "Somebody else writes for me, not the social worker": N_(
        "Another person writes for me. Not the social worker"
    ),
    "You can leave this out.": N_("You do not have to answer."),
    "Who types the answers?": N_("Who types?"),
    "If somebody writes for you, they write down what you say, in your words.": N_(
        "Does a person write for you?\nThey must write what you say."
    ),
    "Did you understand what was happening and why?": N_("Did you know what was happening, and why?"),
    "Could you say what you really think?": N_("Could you say what you think?"),
    "Did the social worker do what they said they would do?": N_("Did the social worker do what they said?"),
    "Please leave out names.": N_("Please do not write names."),
    "Would you like to draw something?": N_("Do you want to draw?"),
    "Draw here with your finger, a pen or a mouse:": N_("Draw here:"),
    "Or draw on paper, and choose a photo of it:": N_(
        "Or draw on paper.\nTake a photo of it.\nChoose the photo:"
    ),
    "There is nothing to send yet. Answer one question, or leave it for now.": N_(
        "There is nothing to send.\nPlease answer one question.\nOr stop for now."
    ),
    "Left out": N_("No answer"),
    # Afterwards
    "What you did so far is kept. Use the same code when you like. Nobody can see it before you send it.": N_(
        "We keep what you did.\nUse the same code to go on.\nNobody can see it before you send it."
    ),
    "Nothing is kept, and nobody is told. Nothing changes for you. If you change your mind, use the same code.": N_(
        "We keep nothing.\nWe tell nobody.\nNothing changes for you.\nYou can change your mind.\nUse the same code."
    ),
    "Nothing of yours is left on this screen.": N_("Your answers are not on this screen any more."),
    "What you did before is still here. You can use your code until %(date)s.": N_(
        "Your answers from before are here.\nYou can use your code until %(date)s."
    ),
    "Keep your paper. Open the code again later to see what changed because you said this.": N_(
        "Keep your paper.\nType the code again later.\nThen you can see what changed."
    ),
    "You can take your answers back at any time until it is decided about the training. Nothing changes for you if "
    "you do.": N_(
        "You can take your answers back.\nYou can do it until the social worker’s training is over.\n"
        "Nothing changes for you."
    ),
    "It has been decided about the training, so answers cannot be taken back any more.": N_(
        "The training of the social worker is over.\nYou cannot take your answers back now."
    ),
    "All you said is deleted at once. It cannot be brought back. Nothing else changes for you.": N_(
        "Everything you said is deleted now.\nYou cannot get it back.\nNothing else changes for you."
    ),
    "Nobody can read them any more. Nothing changes for you because of this.": N_(
        "Nobody can read them now.\nNothing changes for you."
    ),
    "Do others use this phone or tablet? Press “Finish and clear this screen” at the top.": N_(
        "Do other people use this phone or tablet?\nPress “Finish and clear this screen” at the top."
    ),
    # On paper
    "You can say what was good and what could be better.": N_(
        "What was good?\nWhat could be better?\nYou can tell us."
    ),
    "Point a phone or tablet at this picture": N_("Point a phone at this picture"),
    "Keep this paper. With it you can take back what you said, and see what changed.": N_(
        "Keep this paper.\nWith it you can take your answers back.\nWith it you can see what changed."
    ),
    "Nobody else needs your code. Your social worker must not ask for it.": N_(
        "The code is only for you.\nYour social worker must not ask for it."
    ),
    "If you are not safe now, call 999. To talk to somebody, call Childline: 0800 1111.": N_(
        "Are you not safe now? Call 999.\nDo you want to talk? Call Childline: 0800 1111."
    ),
}
