-- Gives an endpoint the next version of its secret.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 id, 4 owner
-- Returns the version, or 0 when the owner has no such endpoint.
if redis.call('HGET', endpoint_key(ARGV[3]), 'owner') ~= ARGV[4] then
  return 0
end
redis.call('HSET', endpoint_key(ARGV[3]), 'rotated_at', whole(milliseconds(ARGV[2])))
return redis.call('HINCRBY', endpoint_key(ARGV[3]), 'version', 1)
