-- ARGV: 1 prefix, 2 owner
-- Returns id, fields and number of waiting deliveries of each endpoint; an owner has a few.
local list = {}
for _, id in ipairs(redis.call('HKEYS', key('webhooks:of:' .. ARGV[2]))) do
  list[#list + 1] = {id, redis.call('HGETALL', endpoint_key(id)), redis.call('ZCARD', key('webhook:due:' .. id))}
end
return list
