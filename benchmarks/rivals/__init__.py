"""The reduced model as the best users of other tools would write it. Each module has `simulate(model, seed)`."""
