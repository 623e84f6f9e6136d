-- Writes what is known of workers, and forgets some that were not heard of for long.
-- ARGV: 1 prefix, 2 milliseconds: forget workers not seen since, then for each worker: id, milliseconds of the last
--       sign, JSON
local MAX_WORKERS = 10000
local FORGOTTEN_AT_ONCE = 100

local prefix = ARGV[1]
local described, seen = prefix .. 'workers', prefix .. 'workers:seen'

local function forget(ids)
  for _, id in ipairs(ids) do
    redis.call('HDEL', described, id)
    redis.call('ZREM', seen, id)
    redis.call('SREM', prefix .. 'workers:draining', id)
  end
end

for i = 3, #ARGV, 3 do
  -- another replica may have heard of the worker since
  local known = tonumber(redis.call('ZSCORE', seen, ARGV[i]) or '0')
  if tonumber(ARGV[i + 1]) >= known then
    redis.call('HSET', described, ARGV[i], ARGV[i + 2])
    redis.call('ZADD', seen, ARGV[i + 1], ARGV[i])
  end
end
forget(redis.call('ZRANGEBYSCORE', seen, '-inf', '(' .. ARGV[2], 'LIMIT', 0, FORGOTTEN_AT_ONCE))
local excess = redis.call('ZCARD', seen) - MAX_WORKERS
if excess > 0 then
  forget(redis.call('ZRANGE', seen, 0, math.min(excess, FORGOTTEN_AT_ONCE) - 1))
end
return 1
