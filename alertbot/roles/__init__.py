"""The loops: gather, call one pure function, commit its answer."""
