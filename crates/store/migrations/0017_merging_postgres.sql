-- PostgreSQL's index of words merges by itself.
SELECT 1;
