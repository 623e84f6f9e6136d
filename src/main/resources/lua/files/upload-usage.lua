-- ARGV: 1 prefix, 2 owner
-- Returns the total size of a user's uploads in bytes.
return usage(ARGV[2])
