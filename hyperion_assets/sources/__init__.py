"""Reading source files: the film catalogue, character-file shapes, voice credits, and the box-office provider.

Belongs here: what a source says, as records to publish, and what one published record means (staging). Not here:
how records travel (broker), and anything that needs more than one record to decide (spark).
"""
