"""`make storm`: real exams over HTTP while servers and databases are killed; a checker that knows
the rules, not the code, then proves that nothing acknowledged was lost and nothing graded twice.
"""
