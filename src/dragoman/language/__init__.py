"""Page -> Document: sentences, words, and the encoder's view of them."""
