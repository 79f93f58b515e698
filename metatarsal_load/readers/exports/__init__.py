"""Tables of other programs' exports: what each says of an activity, in one form (`Listed`)."""
