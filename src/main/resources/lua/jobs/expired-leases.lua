-- Jobs whose worker has not been heard of in time.
-- ARGV: 1 prefix, 2 now in milliseconds, 3 how many
-- Returns one {id, record, "cancelling" or ""} for each; a lease without a readable one is dropped.
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
