"""A lab that nobody is in: made up, so that whoever tries Brug sees it alive. `brug demo` writes it.

What it is made of stands in people.py, meetings.py and the files of words; history.py lets the real gate decide what
was sent in the weeks behind; polls.py and pilots.py let it happen through the functions that real labs use; write.py
puts it into the database. Nothing that people see of it depends on chance, only on the day.
"""
