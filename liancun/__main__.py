"""`python -m liancun VERB …`"""

import sys

from liancun.project.command_line import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
