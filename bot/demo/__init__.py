"""A lab that nobody is in: made up, so that whoever tries Brug sees it alive. `brug demo` writes it.

What it is made of stands in people.py, words.py and meetings.py; history.py lets the real gate decide what was sent in
the weeks behind; write.py puts it into the database. Nothing of it depends on chance, only on the day.
"""
