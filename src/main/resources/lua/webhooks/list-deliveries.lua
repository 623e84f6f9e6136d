-- A page of the deliveries of an endpoint, newest first.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 endpoint, 4 owner, 5 maximum number, 6 time in
--       milliseconds and 7 id of the last delivery of the page before, or ''
-- Returns nil when the owner has no such endpoint; else id, event, attempts or '', time of the next attempt or '', "1" while
-- an attempt runs or '', and time of the addition of each delivery, and the number of all.
local MAX_SAME_TIME = 1200

local endpoint, count, before, last = ARGV[3], tonumber(ARGV[5]), ARGV[6], ARGV[7]
if redis.call('HGET', endpoint_key(endpoint), 'owner') ~= ARGV[4] then
  return nil
end
local now, log = milliseconds(ARGV[2]), key('webhook:log:' .. endpoint)
trim_ended(endpoint, now)
local ids = {}
if before == '' then
  ids = redis.call('ZREVRANGE', log, 0, count - 1)
else
  -- deliveries of the same time come in the reverse order of their ids
  for _, id in ipairs(redis.call('ZREVRANGEBYSCORE', log, before, before, 'LIMIT', 0, MAX_SAME_TIME)) do
    if id < last and #ids < count then
      ids[#ids + 1] = id
    end
  end
  if #ids < count then
    for _, id in ipairs(redis.call('ZREVRANGEBYSCORE', log, '(' .. before, '-inf', 'LIMIT', 0, count - #ids)) do
      ids[#ids + 1] = id
    end
  end
end
local rows = {}
for _, id in ipairs(ids) do
  local leased = tonumber(redis.call('ZSCORE', key('webhook:leased:' .. endpoint), id) or '0') > now
  rows[#rows + 1] = {id, redis.call('HGET', key('webhook:events:' .. endpoint), id) or '',
    redis.call('HGET', key('webhook:attempts:' .. endpoint), id) or '',
    redis.call('ZSCORE', key('webhook:due:' .. endpoint), id) or '', leased and '1' or '',
    redis.call('ZSCORE', log, id)}
end
return {rows, redis.call('ZCARD', log)}
