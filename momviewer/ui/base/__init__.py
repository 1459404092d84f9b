"""What every room of the window builds on: colours, icons, commands, threads, saving."""
