"""What is measured of counterflow itself."""
