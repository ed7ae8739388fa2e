"""A whole year of a lab, played with people who do not exist on a clock that can be turned, through the real code."""
