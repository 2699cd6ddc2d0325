"""The conformance kit: plays an organisation's Loket against its own endpoint, over real HTTP, and says what is not yet right.

What goes out is made by the very code that makes it in production (``routing.compose``, the organisation's adapter), and what comes
back is read by the very schema and state table. Test persons of RvIG only. ``play`` is for who is called, ``pull`` for who fetches;
another way of signing is one more function in ``deliveries`` with its row in ``play.SCENARIOS``.
"""
