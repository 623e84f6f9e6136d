-- Takes waiting jobs of one owner away, with all their index entries.
-- ARGV: 1 owner, 2 how many at once
-- Returns how many there were.
local owner, prefix = ARGV[1], '3daigc:'
local ids = redis.call('ZRANGE', prefix .. 'jobs:owner:' .. owner, 0, tonumber(ARGV[2]) - 1)
for _, id in ipairs(ids) do
  redis.call('HDEL', prefix .. 'jobs', id)
  redis.call('HDEL', prefix .. 'jobs:owners', id)
  redis.call('ZREM', prefix .. 'queue:pending', id)
  for _, index in ipairs({'created', 'status:queued', 'owner:' .. owner, 'owner:' .. owner .. ':queued'}) do
    redis.call('ZREM', prefix .. 'jobs:' .. index, id)
  end
end
return #ids
