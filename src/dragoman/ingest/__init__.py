"""bytes -> Page: encodings, HTML, the parts of a wire page, publication dates, language."""
