"""What was forecast on a day from what was known, and how it fared by what came later."""
