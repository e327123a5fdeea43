"""What if: suppose facts, fold again, tell every difference and the day it comes."""
