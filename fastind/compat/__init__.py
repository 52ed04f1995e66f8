"""Other packages' names and arguments: change the import, and what was written for them runs on fastind."""
