-- Reads jobs whose leases have expired.
-- ARGV: 1 prefix, 2 now in milliseconds, 3 maximum number of jobs
-- Returns {id, record, "cancelling" or ""} for each. A lease whose record is gone or unreadable is removed.
local expired = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', key('queue:leases'), '-inf', ARGV[2], 'LIMIT', 0, ARGV[3])) do
  local record = redis.call('HGET', key('jobs'), id)
  if record and pcall(cjson.decode, record) then
    local cancelling = redis.call('ZSCORE', key('jobs:cancelling'), id)
    expired[#expired + 1] = {id, record, cancelling and 'cancelling' or ''}
  else
    redis.call('ZREM', key('queue:leases'), id)
  end
end
return expired
