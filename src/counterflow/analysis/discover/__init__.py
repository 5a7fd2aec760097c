"""In which futures something happens: boxes of parameters, in words, with density and coverage."""
