"""Documents: what people look at and send on, made from templates beside these modules."""
