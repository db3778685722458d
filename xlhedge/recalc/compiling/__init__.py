"""From the text of a formula to what an engine computes, or a refusal."""
