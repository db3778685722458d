"""The effectiveness of a designated hedge, with IFRS 9, IAS 39 and ASC 815 kept apart."""
