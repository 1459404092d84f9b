"""Reading: which page is shown, where the reader has been, finding, printing, tabs."""
