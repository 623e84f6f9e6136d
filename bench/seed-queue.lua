-- Puts waiting jobs into an empty queue as submissions do, for bench/workers.
-- ARGV: 1 key prefix, 2 number of users, 3 number of jobs of each, 4 feature, 5 first number of a job
local prefix, users, count, feature, first = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5])
local now = 1764547200000
local function key(name)
  return prefix .. name
end
local number = first
for round = 1, count do
  for user = 1, users do
    local owner = string.format('user_%012d', user)
    local id = string.format('00000000-0000-4000-8000-%012d', number)
    local created = string.format('%.0f', now + number)
    local score = string.format('%.3f', 1e10 + (now + number) / 1000)
    redis.call('HSET', key('jobs'), id, '{"job_id":"' .. id .. '","feature":"' .. feature
      .. '","inputs":"{\\"text_prompt\\":\\"a chair\\",\\"output_format\\":\\"glb\\"}","model_preference":"","priority":1,'
      .. '"status":"queued","created_at":"2025-12-01T00:00:00.000Z","metadata":"{}","user_id":"' .. owner .. '"}')
    redis.call('ZADD', key('queue:pending'), score, id)
    redis.call('HSET', key('jobs:owners'), id, owner)
    for _, index in ipairs({'jobs:created', 'jobs:status:queued', 'jobs:owner:' .. owner, 'jobs:owner:' .. owner .. ':queued'}) do
      redis.call('ZADD', key(index), created, id)
    end
    redis.call('ZADD', key('fair:waiting:' .. feature .. ':' .. owner), score, id)
    redis.call('SADD', key('fair:active:' .. owner), feature)
    redis.call('ZADD', key('fair:flows:' .. feature), 'NX', '0', owner)
    redis.call('ZADD', key('fair:heads:' .. feature), 'NX', score, owner)
    number = number + 1
  end
end
return number
