"""The roles of employees: what ``config/`` may name, and what a login provider may give."""

from __future__ import annotations

COUNTER = "balie"
HANDLER = "behandelaar"
SUPERVISOR = "toezichthouder"
ADMINISTRATOR = "beheerder"
PRIVACY_OFFICER = "privacy-officer"
POLICY_MAKER = "beleidsmaker"
INTERMEDIARY = "intermediair"  # takes in for others and sees only what they took in themselves (practice rule 23)
ROLES = (COUNTER, HANDLER, SUPERVISOR, ADMINISTRATOR, PRIVACY_OFFICER, POLICY_MAKER, INTERMEDIARY)
AT_COUNTER = (COUNTER, INTERMEDIARY)
MAY_OPEN = (COUNTER, HANDLER, SUPERVISOR)  #: whom a ground can let see more of a case than the shared status
