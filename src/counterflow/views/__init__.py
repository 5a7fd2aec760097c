"""Tables and charts of a hearing's result, one function each, shared by whatever shows them."""
