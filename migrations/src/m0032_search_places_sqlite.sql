-- SQLite's index of words keeps the order itself: nothing is added.
SELECT 1;
