"""How passages are found: encoding, storing, ranking, choosing evidence and abstaining.

Builds on `corpus`; knows nothing of chats or users.
"""
