"""What tells of harm that nobody may have reported: the words by which it is noticed, and what its reader is shown.

A room whose pages show what somebody else has said finds the words with `rules.signs_of_harm`, and draws
`safeguarding/_procedure.html` with the procedure of the employer that answers for the programme.
"""
