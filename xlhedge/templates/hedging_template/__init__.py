"""The tour: a wheat farmer's hedge and a fund portfolio's, from the published examples on."""
