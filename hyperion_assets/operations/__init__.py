"""What a person can ask for on the command line, in the order of the work.

Belongs here: running, watching and querying the platform. Not here: arguments and exit codes (``cli``) or what an
asset does (``assets``).
"""
