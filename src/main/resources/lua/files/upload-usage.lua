-- ARGV: 1 prefix, 2 owner
-- Returns how many bytes the uploads of a user take.
return usage(ARGV[2])
