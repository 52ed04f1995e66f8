"""`python -m fastind` is `fastind`."""

from fastind.cli import main

if __name__ == "__main__":
    main()
