-- Deletes the record of an upload.
-- ARGV: 1 prefix, 2 id
-- Returns the number of deleted records: 1 or 0.
local deleted = redis.call('DEL', key('file:' .. ARGV[2]))
forget(ARGV[2])
return deleted
