-- Prepended to the scripts that tell the position of a waiting job, after fair.lua.

-- More flows than this are not counted one by one: then the position is an upper bound.
local MAX_COUNTED_FLOWS = 64

-- The features of the pool of a feature.
local function pool_features(feature)
  local pools = redis.call('HGETALL', key('fair:pools'))
  local pool, features = pool_of(feature), {}
  for i = 1, #pools, 2 do
    if pools[i + 1] == pool then
      features[#features + 1] = pools[i]
    end
  end
  return #features > 0 and features or {feature}, pool
end

-- How many jobs of another flow start before a virtual time.
local function jobs_before(start, tag, step, waiting, first_of_equals)
  if tag > start or waiting == 0 then
    return 0
  end
  local jobs = math.floor((start - tag) / step)
  if tag + jobs * step < start or first_of_equals then
    jobs = jobs + 1
  end
  return math.min(waiting, jobs)
end

-- How many jobs start before a waiting one in the fair order, and how many seconds of work they are.
local function fair_position(id, feature, flow, own)
  local features, pool = pool_features(feature)
  local seconds = estimate(feature, '')
  local flows = 0
  for _, other in ipairs(features) do
    flows = flows + redis.call('ZCARD', key('fair:flows:' .. other))
  end
  if flows <= 1 then
    return own, own * seconds
  end
  if flows > MAX_COUNTED_FLOWS then
    local rank = redis.call('ZRANK', key('fair:flows:' .. feature), flow) or 0
    local ahead = math.min(rank + own * flows, redis.call('ZCARD', key('queue:pending')) - 1)
    return ahead, ahead * seconds
  end
  local start = tag_of(pool, flow) + own * seconds / weight_of(flow)
  local score = redis.call('ZSCORE', waiting_key(feature, flow), id)
  local own_head = tonumber(redis.call('ZRANGE', waiting_key(feature, flow), 0, 0, 'WITHSCORES')[2])
  local ahead, work = own, own * seconds
  for _, other in ipairs(features) do
    local estimated = estimate(other, '')
    for _, candidate in ipairs(redis.call('ZRANGE', key('fair:flows:' .. other), 0, MAX_COUNTED_FLOWS - 1)) do
      local jobs = 0
      if candidate ~= flow then
        local step = math.max(estimated, 0.001) / weight_of(candidate)
        local waiting = redis.call('ZCARD', waiting_key(other, candidate))
        local head = tonumber(redis.call('ZSCORE', key('fair:heads:' .. other), candidate) or 'inf')
        jobs = jobs_before(start, tag_of(pool, candidate), step, waiting, head < own_head)
      elseif other ~= feature then
        jobs = redis.call('ZCOUNT', waiting_key(other, flow), '-inf', '(' .. score)
      end
      ahead, work = ahead + jobs, work + jobs * estimated
    end
  end
  return ahead, work
end

-- How many jobs start before a job in queue:pending and after how many seconds it may start; the seconds are '' while
-- no job runs, because then nobody knows of a worker. mode: "fair" or "fifo"
local function position_of(id, record, mode)
  local feature, owner = text_member(record, 'feature'), text_member(record, 'user_id')
  local flow = owner == '' and NO_OWNER or owner
  local own = redis.call('ZRANK', waiting_key(feature, flow), id)
  local ahead, work
  if mode == 'fair' and own then
    ahead, work = fair_position(id, feature, flow, own)
  else
    ahead = redis.call('ZRANK', key('queue:pending'), id)
    work = ahead * estimate(feature, '')
  end
  local running = redis.call('ZCARD', key('queue:leases')) + redis.call('SCARD', key('queue:processing'))
  if running == 0 then
    return ahead, ''
  end
  -- a running job is half done on average
  return ahead, string.format('%.0f', (work + running * estimate(feature, '') / 2) / running)
end
