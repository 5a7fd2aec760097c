"""The generated tables of docs/model.md: parameters, mechanisms, keys, each derived from the code and checked against it."""
