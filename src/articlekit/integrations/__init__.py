"""Other people's engines and frameworks, each in a module of its own that needs its package: thin, and nothing more.

An engine calls `articlekit.arrow`, a framework gets its own kind of document; what a page becomes is decided elsewhere,
so that it is the same everywhere. Nothing here is loaded until its module is imported.
"""
