-- PostgreSQL's index of words knows no order, and merges by itself.
SELECT 1;
