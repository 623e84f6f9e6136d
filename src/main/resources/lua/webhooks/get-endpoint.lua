-- ARGV: 1 prefix, 2 id, 3 owner
-- Returns the fields of the endpoint and the number of its waiting deliveries; nil when the owner has no such endpoint.
if redis.call('HGET', endpoint_key(ARGV[2]), 'owner') ~= ARGV[3] then
  return nil
end
return {redis.call('HGETALL', endpoint_key(ARGV[2])), redis.call('ZCARD', key('webhook:due:' .. ARGV[2]))}
