"""Pure measure functions: facts in, judged rows out; each with the words that tell them."""
