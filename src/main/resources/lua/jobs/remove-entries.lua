-- Takes jobs out of indexes in which they have no place: their record is gone, or names another owner.
-- ARGV: 1 prefix, 2 how many indexes, then the indexes, then ids
local indexes = tonumber(ARGV[2])
for i = 3, 2 + indexes do
  redis.call('ZREM', key(ARGV[i]), unpack(ARGV, 3 + indexes))
end
return #ARGV - 2 - indexes
