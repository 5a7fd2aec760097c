"""What README says of results: taken from what `make hearing` and `make bench` left behind, never typed."""
