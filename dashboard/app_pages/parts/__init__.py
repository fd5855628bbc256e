"""Parts of a page that each ask a question of their own."""
