"""Who is who: candidates, scores, judgements and the entities they make."""
