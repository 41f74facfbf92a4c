"""What the record shows: pure views of claims, and the queries behind them."""
