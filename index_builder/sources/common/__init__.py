"""What the readers of all forms share: files, titles, names, images, navigation."""
