"""One module per command; heavy imports go inside the functions so that `detente --help` stays quick."""
