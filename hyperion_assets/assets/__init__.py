"""The Dagster assets, one module a layer in the order of the data flow, each function named as its asset key.

Belongs here: what Dagit shows, and the wiring of inputs and metadata. Not here: how rows are computed (``spark/``)
or stored (``hyperion_assets/lake``).
"""
