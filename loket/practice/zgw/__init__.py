"""A small Zaken API and Catalogi API that answer as a recorded Open Zaak does, its oddities included."""
