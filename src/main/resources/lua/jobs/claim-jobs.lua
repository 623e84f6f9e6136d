-- Claims waiting jobs for a worker, in the fair order or first in, first out.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 start time as JSON text, 4 "fair" or "fifo",
--       5 running jobs that a user without a limit of their own may have (0 for any number), 6 length of the lease in
--       milliseconds, 7 worker, 8 account of the worker or '', 9 number of features, 10 number of models that the worker
--       can run (0 for any), 11 number of models that it has loaded, 12 model that runs in place of the preferred one,
--       or '', then the features, the models, the loaded models, and for each job to claim 128 random bits as
--       hexadecimal text
-- Returns {id, lease, attempt, record, model} for each claimed job.
local MAX_TRIES = 64
local MAX_CANDIDATES = 32
local MAX_SKIPS = 8

local now, mode, default_limit = milliseconds(ARGV[2]), ARGV[4], tonumber(ARGV[5])
local next_argument = 13

local function read_arguments(count)
  local list, set = {}, {}
  for i = 1, tonumber(count) do
    list[i] = ARGV[next_argument]
    set[list[i]] = true
    next_argument = next_argument + 1
  end
  return list, set
end

local features = read_arguments(ARGV[9])
local models, runs_model = read_arguments(ARGV[10])
local loaded, has_loaded = read_arguments(ARGV[11])

-- Joins the pools of the features: their flows compete for the same worker from now on.
local function merge_pools()
  local winner = pool_of(features[1])
  local losers = {}
  for _, feature in ipairs(features) do
    local pool = pool_of(feature)
    if pool ~= winner then
      losers[pool] = true
    end
    if #features > 1 then
      redis.call('HSETNX', key('fair:pools'), feature, pool)
    end
  end
  if not next(losers) then
    return
  end
  local pools = redis.call('HGETALL', key('fair:pools'))
  local floor = floor_of(winner)
  for loser in pairs(losers) do
    local shift = floor - floor_of(loser)
    local tags = redis.call('ZRANGE', key('fair:tags:' .. loser), 0, -1, 'WITHSCORES')
    for i = 1, #tags, 2 do
      redis.call('ZADD', key('fair:tags:' .. winner), 'GT', exact(tonumber(tags[i + 1]) + shift), tags[i])
    end
    redis.call('DEL', key('fair:tags:' .. loser))
    redis.call('HDEL', key('fair:floor'), loser)
    for i = 1, #pools, 2 do
      if pools[i + 1] == loser then
        redis.call('HSET', key('fair:pools'), pools[i], winner)
      end
    end
  end
  for i = 1, #pools, 2 do
    if pool_of(pools[i]) == winner then
      for _, flow in ipairs(redis.call('ZRANGE', key('fair:flows:' .. pools[i]), 0, -1)) do
        redis.call('ZADD', key('fair:flows:' .. pools[i]), exact(tag_of(winner, flow)), flow)
      end
    end
  end
end

-- The first flows of a feature: one, or those with the same tag.
local function first_of(feature, passed)
  local order = key((mode == 'fair' and 'fair:flows:' or 'fair:heads:') .. feature)
  local flows = redis.call('ZRANGE', order, 0, passed.count + 1, 'WITHSCORES')
  if #flows >= 4 and flows[2] == flows[#flows] then
    flows = redis.call('ZRANGE', order, 0, passed.count + MAX_CANDIDATES, 'WITHSCORES')
  end
  return flows
end

-- The flow that comes first, and its feature: that of its first job. Of flows with the same tag, that comes first whose
-- first job does. passed: flows without a job for this worker
local function first_flow(passed)
  local flow, first, lowest, earliest
  for _, feature in ipairs(features) do
    local flows = first_of(feature, passed)
    for i = 1, #flows, 2 do
      local tag = tonumber(flows[i + 1])
      if lowest and tag > lowest then
        break
      end
      if not passed[flows[i]] then
        local head = tonumber(redis.call('ZSCORE', key('fair:heads:' .. feature), flows[i]) or 'inf')
        if not lowest or tag < lowest or head < earliest then
          flow, first, lowest, earliest = flows[i], feature, tag, head
        end
      end
    end
  end
  return flow, first
end

local function is_at_limit(flow)
  local limit = flow ~= NO_OWNER and (limits_of(flow).max_running or default_limit) or 0
  return limit > 0 and redis.call('ZCARD', key('jobs:owner:' .. flow .. ':processing')) >= limit
end

-- The job of a flow to run: the first one, or one whose model is loaded, unless a job before it was passed over too
-- often. Jobs of models that the worker cannot run are passed over without counting.
local function choose_job(feature, flow)
  local waiting = waiting_key(feature, flow)
  local count = (#models > 0 or #loaded > 0) and MAX_CANDIDATES or 1
  local first, passed, chosen = nil, {}, nil
  for _, id in ipairs(redis.call('ZRANGE', waiting, 0, count - 1)) do
    local model = count > 1 and text_member(redis.call('HGET', key('jobs'), id) or '', 'model_preference') or ''
    if #models == 0 or model == '' or runs_model[model] then
      first = first or id
      if #loaded == 0 or has_loaded[model] then
        chosen = id
        break
      end
      if tonumber(redis.call('HGET', key('fair:skips'), id) or '0') >= MAX_SKIPS then
        break
      end
      passed[#passed + 1] = id
    end
  end
  if chosen then
    for _, id in ipairs(passed) do
      redis.call('HINCRBY', key('fair:skips'), id, 1)
    end
  end
  return chosen or first
end

-- Charges a flow for a job before it runs, and moves virtual time on.
local function charge(flow, pool, units)
  local tag = tag_of(pool, flow)
  redis.call('HSET', key('fair:floor'), pool, exact(tag))
  redis.call('ZREMRANGEBYSCORE', key('fair:tags:' .. pool), '-inf', exact(tag))
  set_tag(pool, flow, tag + units)
end

-- Claims one job; false when it is not waiting any more or cannot be run.
local function claim(id, feature, flow, random)
  local waiting = waiting_key(feature, flow)
  local score = redis.call('ZSCORE', key('queue:pending'), id)
  local record = score and redis.call('HGET', key('jobs'), id)
  local model = ARGV[12]
  if model == '' and record then
    model = text_member(record, 'model_preference')
  end
  if model == '' then
    model = models[1] or loaded[1] or ''
  end
  local changes = {'status', '"processing"', 'started_at', ARGV[3], 'model_id', cjson.encode(model)}
  local changed, job
  if record then
    changed, job = change_record(record, changes)
  end
  redis.call('ZREM', waiting, id)
  redis.call('HDEL', key('fair:skips'), id)
  if not changed then
    place(feature, flow)
    return false
  end
  redis.call('ZREM', key('queue:pending'), id)
  redis.call('HSET', key('jobs'), id, changed)
  local pool = pool_of(feature)
  local units = math.max(estimate(feature, model), 0.001) / weight_of(flow)
  charge(flow, pool, units)
  place(feature, flow)
  local attempt = redis.call('HINCRBY', claim_key(id), 'attempt', 1)
  local lease = attempt .. '-' .. random
  redis.call('HSET', claim_key(id), 'lease', lease, 'account', ARGV[8], 'worker', ARGV[7], 'since',
    string.format('%.0f', now), 'charged', exact(units), 'flow', flow, 'feature', feature, 'model', model, 'pool', pool,
    'score', score)
  redis.call('ZADD', key('queue:leases'), string.format('%.0f', now + tonumber(ARGV[6])), id)
  local created = redis.call('ZSCORE', key('jobs:created'), id) or string.format('%.0f', now)
  move(id, 'processing', type(job.user_id) == 'string' and job.user_id or '', created)
  return {id, lease, attempt, changed, model}
end

-- Forgets virtual time once nothing waits or runs.
local function reset()
  if redis.call('ZCARD', key('queue:pending')) == 0 and redis.call('ZCARD', key('queue:leases')) == 0 then
    for _, pool in ipairs(redis.call('HKEYS', key('fair:floor'))) do
      redis.call('DEL', key('fair:tags:' .. pool))
    end
    redis.call('DEL', key('fair:floor'), key('fair:pools'))
  end
end

local claimed, tries = {}, 0
local passed = {count = 0}
merge_pools()
while next_argument <= #ARGV and tries < MAX_TRIES do
  tries = tries + 1
  local flow, feature = first_flow(passed)
  if not flow then
    break
  end
  if is_at_limit(flow) then
    park(flow)
  else
    local id = choose_job(feature, flow)
    if id then
      local job = claim(id, feature, flow, ARGV[next_argument])
      if job then
        claimed[#claimed + 1] = job
        next_argument = next_argument + 1
        tries = 0
      end
    else
      passed[flow] = true
      passed.count = passed.count + 1
    end
  end
end
if #claimed == 0 then
  reset()
end
return claimed
