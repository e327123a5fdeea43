"""Coverage: the ground that the sensors of a plan see, how finely, and what stays unseen."""
