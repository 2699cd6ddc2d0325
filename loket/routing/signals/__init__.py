"""Signals: what keeps going wrong, told to who can change it (product design, Signalen; practice rule 26)."""
