"""The life of what could not be used: rows, an editable file of them, judging a correction, and sending it again.

Belongs here: `hyperion quarantine`. Not here: how rows come about (spark/transforms/quarantine).
"""
