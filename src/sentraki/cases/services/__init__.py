"""Every write along the chain case → place → letter → dossier → filing → right."""
