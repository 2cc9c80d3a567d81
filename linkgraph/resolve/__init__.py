"""Who is who: candidates, scores, judgements."""
