"""A share portfolio: index futures, a hedge of one holding, puts, collars and their price."""
