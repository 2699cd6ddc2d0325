"""The conformance kit: plays an organisation's Loket against its own endpoint, over real HTTP, and says what is not yet right.

What goes out is made by the very code that makes it in production (``routing.compose``, the organisation's adapter), and what comes
back is read by the very schema and state table. Test persons of RvIG only. A way of connecting that is not pushed to (pull) gets a
module of scenarios of its own beside ``deliveries`` and ``callbacks``, and its row in ``play.SCENARIOS``.
"""
