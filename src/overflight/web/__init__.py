"""The web face: pages a duty officer reads, and the same answers as JSON."""

from overflight.web.application import application
from overflight.web.asked import Asked
from overflight.web.held import Held
from overflight.web.site import Audience, Site

__all__ = ["Asked", "Audience", "Held", "Site", "application"]
