"""What is one and the same across stories: texts, versions, events, contacts. Pure: judgements out, no database."""
