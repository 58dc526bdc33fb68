"""The parliament's open data: which answers there are, and the files that hold them.

`rows` says what a row tells, `service` asks politely, `mirror` remembers, `fetching` brings the two together,
`linkpage` lists what a person has to fetch, and `drop` takes in what they fetched.
"""
