"""Pages of the site, one room a module; each is made on the server and needs no script."""
