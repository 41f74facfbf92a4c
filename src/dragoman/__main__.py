"""`python -m dragoman` is the command `dragoman`."""

from .cli import main

if __name__ == "__main__":
    main()
