"""`hyperion doctor`: whether what the profile in use needs is there, may be used, and is of the right version.

A module for each thing that is looked at; each look is a plain function that returns a finding. Nothing is started.
"""
