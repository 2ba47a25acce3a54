"""``python -m detente``: the command line where no script is on the path."""

from detente.views.cli import main

if __name__ == "__main__":
    main()
