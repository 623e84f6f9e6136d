-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis
-- Returns the number of waiting deliveries, of endpoints with some in each lane, and how late the first delivery of the lane
-- "live" is, in milliseconds.
local now, first = milliseconds(ARGV[2]), redis.call('ZRANGE', key('webhooks:due:live'), 0, 0, 'WITHSCORES')
return {tonumber(redis.call('GET', key('webhooks:waiting')) or '0'), redis.call('ZCARD', key('webhooks:due:live')),
  redis.call('ZCARD', key('webhooks:due:slow')), first[2] and math.max(0, now - tonumber(first[2])) or 0}
