"""The pathway: who is approached, who engages, commits and leaves, and what happens after."""
