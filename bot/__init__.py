"""How people ask: settings, replies, rendering, the terminal and Telegram.

Builds on `index` and `corpus`; leaves ranking and evidence to `index`.
"""
