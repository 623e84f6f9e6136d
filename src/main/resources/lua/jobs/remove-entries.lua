-- Removes entries from indexes whose jobs have no record or another owner.
-- ARGV: 1 prefix, 2 number of indexes, then the indexes, then ids
-- Returns the number of ids.
local indexes = tonumber(ARGV[2])
for i = 3, 2 + indexes do
  redis.call('ZREM', key(ARGV[i]), unpack(ARGV, 3 + indexes))
end
return #ARGV - 2 - indexes
