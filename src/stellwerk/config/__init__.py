"""The configuration file: portal, sources, targets, contexts and rules as an administrator writes
them. What stands in it is read without touching anything (`read_file`), then imported whole.
"""
