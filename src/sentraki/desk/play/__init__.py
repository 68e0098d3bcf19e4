"""The Palembang story, played by people who use nothing but the pages and their forms."""
