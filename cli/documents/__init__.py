"""Documents: what people look at and send on, made from the `templates` beside these modules."""
