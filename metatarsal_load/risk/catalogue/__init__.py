"""The rule table: one row a rule, grouped as the guide groups them."""
