-- Whether a worker holds a job.
-- ARGV: 1 prefix, 2 id, 3 lease, 4 account of the worker or ''
-- Returns 1 or 0.
return has_lease(ARGV[2], ARGV[3], ARGV[4]) and 1 or 0
