"""Which programmes hold up whichever witness is right: costs, portfolios, regret, and what more evidence is worth."""
