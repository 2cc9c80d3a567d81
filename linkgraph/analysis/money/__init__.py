"""Money that moves as it does in schemes: patterns of transfers, scored and explained."""
