-- Prepended to the scripts that tell the position of a waiting job, after fair.lua.

-- More flows than this are not counted one by one: then the position is an upper bound.
local MAX_COUNTED_FLOWS = 64

-- What a run of a script has read before: a batch of jobs shares most of it.
local pool_by_feature, members_by_pool, flows_by_pool, running = nil, {}, {}, nil
local seconds_by_feature, first_by_feature = {}, {}

-- The pool of a feature, and the features of the pool. Pools have features of the catalog alone.
local function pool_members(feature)
  if not pool_by_feature then
    pool_by_feature = {}
    local pools = redis.call('HGETALL', key('fair:pools')) -- bounded by the catalog
    for i = 1, #pools, 2 do
      local member, pool = pools[i], pools[i + 1]
      pool_by_feature[member] = pool
      members_by_pool[pool] = members_by_pool[pool] or {}
      table.insert(members_by_pool[pool], member)
    end
  end
  local pool = pool_by_feature[feature] or feature
  return pool, members_by_pool[pool] or {feature}
end

local function count_flows(pool, features)
  if not flows_by_pool[pool] then
    local flows = 0
    for _, feature in ipairs(features) do
      flows = flows + redis.call('ZCARD', key('fair:flows:' .. feature))
    end
    flows_by_pool[pool] = flows
  end
  return flows_by_pool[pool]
end

local function seconds_of(feature)
  seconds_by_feature[feature] = seconds_by_feature[feature] or estimate(feature, '')
  return seconds_by_feature[feature]
end

local function count_running()
  running = running or redis.call('ZCARD', key('queue:leases')) + redis.call('SCARD', key('queue:processing'))
  return running
end

-- The first flows of a feature: each with its tag, what a job adds to it, its waiting jobs and the score of the first.
local function first_flows(feature)
  if not first_by_feature[feature] then
    local first = {}
    local flows = redis.call('ZRANGE', key('fair:flows:' .. feature), 0, MAX_COUNTED_FLOWS - 1, 'WITHSCORES')
    for i = 1, #flows, 2 do
      first[#first + 1] = {
        flow = flows[i],
        tag = tonumber(flows[i + 1]),
        step = math.max(seconds_of(feature), MIN_SECONDS) / weight_of(flows[i]),
        waiting = redis.call('ZCARD', waiting_key(feature, flows[i])),
        head = tonumber(redis.call('ZSCORE', key('fair:heads:' .. feature), flows[i]) or 'inf'),
      }
    end
    first_by_feature[feature] = first
  end
  return first_by_feature[feature]
end

-- How many jobs of another flow start before a virtual time.
local function jobs_before(start, other, first_of_equals)
  if other.tag > start or other.waiting == 0 then
    return 0
  end
  local jobs = math.floor((start - other.tag) / other.step)
  if other.tag + jobs * other.step < start or first_of_equals then
    jobs = jobs + 1
  end
  return math.min(other.waiting, jobs)
end

-- How many jobs start before a waiting one in the fair order, and how many seconds of work they are.
local function fair_position(id, feature, flow, own)
  local pool, features = pool_members(feature)
  local seconds = seconds_of(feature)
  local flows = count_flows(pool, features)
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
    for _, candidate in ipairs(first_flows(other)) do
      local jobs = 0
      if candidate.flow ~= flow then
        jobs = jobs_before(start, candidate, candidate.head < own_head)
      elseif other ~= feature then
        jobs = redis.call('ZCOUNT', waiting_key(other, flow), '-inf', '(' .. score)
      end
      ahead, work = ahead + jobs, work + jobs * seconds_of(other)
    end
  end
  return ahead, work
end

-- How many jobs start before a job in queue:pending and after how many seconds it may start; the seconds are '' while
-- no job runs, because then no worker is known. mode: "fair" or "fifo"
local function position_of(id, record, mode)
  local feature, owner = text_member(record, 'feature'), text_member(record, 'user_id')
  local flow = owner == '' and NO_OWNER or owner
  local own = redis.call('ZRANK', waiting_key(feature, flow), id)
  local ahead, work
  if mode == 'fair' and own then
    ahead, work = fair_position(id, feature, flow, own)
  else
    ahead = redis.call('ZRANK', key('queue:pending'), id)
    work = ahead * seconds_of(feature)
  end
  local workers = count_running()
  if workers == 0 then
    return ahead, ''
  end
  -- a running job is half done on average
  return ahead, string.format('%.0f', (work + workers * seconds_of(feature) / 2) / workers)
end
