"""The window: PySide6 widgets. Panels emit signals and know neither the window nor each other."""
