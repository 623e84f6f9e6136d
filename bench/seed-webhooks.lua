-- Gives users of seed-queue.lua accounts and webhooks, of which every other one is dead, for bench/webhooks.
-- ARGV: 1 key prefix, 2 first user, 3 number of users, 4 webhooks of each, 5 URL of a live one, 6 URL of a dead one
local prefix, first, users, count = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
for user = first, first + users - 1 do
  local owner = string.format('user_%012d', user)
  redis.call('SET', prefix .. 'user:' .. owner, '{"user_id":"' .. owner .. '","is_active":true}')
  redis.call('SADD', prefix .. 'webhooks:owners', owner)
  for number = 1, count do
    local id = string.format('wh_%010d%06d', user, number)
    redis.call('HSET', prefix .. 'webhook:' .. id, 'owner', owner, 'events', 'job.completed', 'enabled', '1', 'version', '1',
      'lane', 'live', 'url', (number % 2 == 1 and ARGV[5] or ARGV[6]) .. id, 'created_at', '1764547200000', 'base_url',
      'http://127.0.0.1', 'description', '')
    redis.call('HSET', prefix .. 'webhooks:of:' .. owner, id, 'job.completed')
  end
end
return first + users
