"""What people and programs are answered: forms with provision, source and cut."""
