"""Django glue shared by all contexts; knows none of them."""
