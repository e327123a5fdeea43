"""Pictures as plain SVG: maps, profiles, windows, versions side by side."""
