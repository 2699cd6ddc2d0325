"""The figures (Cijfers): what each case adds, folded into counts that a page reads in one look.

``contribution`` says what one case adds, from its rows alone; ``cells`` where that belongs; ``folding`` takes off what it added before
and adds what it adds now; ``recount`` does the whole over and compares; ``reading`` asks; ``disclosure`` keeps small numbers back;
``frozen`` keeps a figure as it stood.
"""
