"""Where a technique fits in the life of a lab."""

CHECK_IN, CHECK_OUT, BETWEEN, SURVEY = "check_in", "check_out", "between", "survey"
ANY = frozenset({CHECK_IN, CHECK_OUT, BETWEEN})
