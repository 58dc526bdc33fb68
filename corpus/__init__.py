"""What ministers said: files read into documents with exact text, fields and provenance.

Knows nothing of vectors, queries or chats; see `index` and `bot` for those.
"""
