"""For a WSGI server of your choice: ``wsgi:app``, with settings from the environment."""

from loket import create_app

app = create_app()
