"""What must hold before people see the tables: audits from the model, the ledger, and their Dagster checks.

Belongs here: rules over written tables. Not here: rules over one record, which staging applies.
"""
