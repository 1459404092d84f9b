"""What comes in, safely: archives, limits of the process, time limits, pictures."""
