"""The ways out: each channel renders an alert and sends it. One registry line each."""
