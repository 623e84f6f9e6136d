-- Claims waiting jobs for a worker, in the fair order or first in, first out.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 start time as JSON text, 4 "fair" or "fifo",
--       5 running jobs that a user without a limit of their own may have (0 for any number), 6 length of the lease in
--       milliseconds, 7 worker, 8 account of the worker or '', 9 number of features, 10 number of models that the worker
--       can run (0 for any), 11 number of models that it has loaded, 12 model that runs in place of the preferred one,
--       or '', then the features, the models, the loaded models, and for each job to claim 128 random bits as
--       hexadecimal text
-- Returns {id, lease, attempt, record, model} for each claimed job.
local MAX_PASSED = 64
local MAX_STEPS = 1000
local MAX_NEWCOMERS = 8
local MAX_CANDIDATES = 32
local MAX_SKIPS = 8
local MAX_TAGS = 50000

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

-- Moves the virtual time of a pool to that of another one.
-- pools: feature, pool, ...; moved: the new tags of flows that wait, by flow
local function move_tags(loser, winner, pools, moved)
  local shift = floor_of(winner) - floor_of(loser)
  local tags = redis.call('ZRANGE', key('fair:tags:' .. loser), 0, -1, 'WITHSCORES')
  for i = 1, #tags, 2 do
    redis.call('ZADD', key('fair:tags:' .. winner), 'GT', exact(tonumber(tags[i + 1]) + shift), tags[i])
  end
  for i = 1, #pools, 2 do
    local flows = pools[i + 1] == loser and redis.call('ZRANGE', key('fair:flows:' .. pools[i]), 0, -1, 'WITHSCORES') or {}
    for j = 1, #flows, 2 do
      local tag = math.max(tonumber(flows[j + 1]) + shift, waiting_tag(winner, flows[j]) or -math.huge)
      moved[flows[j]] = math.max(tag, moved[flows[j]] or -math.huge)
    end
  end
  for _, list in ipairs({'fair:newcomers:', 'fair:starts:'}) do
    redis.call('ZUNIONSTORE', key(list .. winner), 2, key(list .. winner), key(list .. loser), 'AGGREGATE', 'MIN')
    redis.call('DEL', key(list .. loser))
  end
  redis.call('DEL', key('fair:tags:' .. loser))
  redis.call('HDEL', key('fair:floor'), loser)
end

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
  local pools = redis.call('HGETALL', key('fair:pools')) -- bounded by the catalog
  local moved = {}
  for loser in pairs(losers) do
    move_tags(loser, winner, pools, moved)
    for i = 1, #pools, 2 do
      if pools[i + 1] == loser then
        redis.call('HSET', key('fair:pools'), pools[i], winner)
      end
    end
  end
  known_pools = {}
  for flow, tag in pairs(moved) do
    set_tag(winner, flow, tag)
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

local function is_passed(passed, feature, flow)
  return passed[feature .. '|' .. flow]
end

-- The feature of the first job of a flow, or nil. passed: features and flows without a job for this worker
local function first_feature(flow, passed)
  local first, earliest
  for _, feature in ipairs(features) do
    local head = tonumber(redis.call('ZSCORE', key('fair:heads:' .. feature), flow) or 'inf')
    if head < (earliest or math.huge) and not is_passed(passed, feature, flow) then
      first, earliest = feature, head
    end
  end
  return first
end

-- The newcomer that waits longest and the feature of its first job, if this flow has started a job since it came; else
-- nil. So a newcomer waits for at most one job of each other flow, also where an expected duration is far too high and
-- is corrected while it waits.
local function newcomer_before(flow, passed)
  local pool = pool_of(features[1])
  local newcomers = redis.call('ZRANGE', key('fair:newcomers:' .. pool), 0, MAX_NEWCOMERS - 1, 'WITHSCORES')
  local started = newcomers[1] and tonumber(redis.call('ZSCORE', key('fair:starts:' .. pool), flow) or '0')
  for i = 1, #newcomers, 2 do
    local newcomer = newcomers[i]
    if newcomer == flow or tonumber(newcomers[i + 1]) > started then
      return nil
    end
    local feature = first_feature(newcomer, passed)
    if feature then
      return newcomer, feature
    end
  end
end

-- Notes that a flow started a job, for the newcomers that wait.
local function note_start(pool, flow)
  redis.call('ZREM', key('fair:newcomers:' .. pool), flow)
  local first = redis.call('ZRANGE', key('fair:newcomers:' .. pool), 0, 0, 'WITHSCORES')
  if first[1] then
    redis.call('ZADD', key('fair:starts:' .. pool), redis.call('INCR', key('fair:sequence')), flow)
    redis.call('ZREMRANGEBYSCORE', key('fair:starts:' .. pool), '-inf', '(' .. first[2])
  else
    redis.call('DEL', key('fair:starts:' .. pool))
  end
end

-- The flows of a feature with the lowest tag, and this tag; nil without any.
local function lowest_flows(feature, passed)
  local flows, names, lowest = first_of(feature, passed), {}, nil
  for i = 1, #flows, 2 do
    local tag = tonumber(flows[i + 1])
    if not is_passed(passed, feature, flows[i]) then
      lowest = lowest or tag
      if tag > lowest then
        break
      end
      names[#names + 1] = flows[i]
    end
  end
  return names, lowest
end

-- The flow that comes first, and its feature: that of its first job. Of flows with the same tag, that comes first whose
-- first job does. passed: features and flows without a job for this worker
local function first_flow(passed)
  local flow, first, lowest, earliest
  for _, feature in ipairs(features) do
    local names, tag = lowest_flows(feature, passed)
    if tag and tag <= (lowest or tag) then
      local heads = redis.call('ZMSCORE', key('fair:heads:' .. feature), unpack(names))
      for i, name in ipairs(names) do
        local head = tonumber(heads[i] or 'inf')
        if not lowest or tag < lowest or head < earliest then
          flow, first, lowest, earliest = name, feature, tag, head
        end
      end
    end
  end
  if flow and mode == 'fair' then
    local newcomer, feature = newcomer_before(flow, passed)
    if newcomer then
      return newcomer, feature
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

-- Charges a flow for a job before it runs, and moves virtual time on. Returns the start tag of the job.
local function charge(feature, flow, pool, units)
  local start = tonumber(redis.call('ZSCORE', key('fair:flows:' .. feature), flow) or tag_of(pool, flow))
  if start > floor_of(pool) then
    redis.call('HSET', key('fair:floor'), pool, exact(start))
    redis.call('ZREMRANGEBYSCORE', key('fair:tags:' .. pool), '-inf', exact(start))
  end
  set_tag(pool, flow, start + units)
  redis.call('ZREMRANGEBYRANK', key('fair:tags:' .. pool), 0, -MAX_TAGS - 1)
  note_start(pool, flow)
  return start
end

-- Claims one job; false when it is not waiting any more or cannot be run.
local function claim(id, feature, flow, random)
  local waiting = waiting_key(feature, flow)
  local score = redis.call('ZSCORE', key('queue:pending'), id)
  local record = score and not redis.call('ZSCORE', key('jobs:deleted'), id) and redis.call('HGET', key('jobs'), id)
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
  local units = math.max(estimate(feature, model), MIN_SECONDS) / weight_of(flow)
  local start = charge(feature, flow, pool, units)
  place(feature, flow)
  local attempt = redis.call('HINCRBY', claim_key(id), 'attempt', 1)
  local lease = attempt .. '-' .. random
  redis.call('HSET', claim_key(id), 'lease', lease, 'account', ARGV[8], 'worker', ARGV[7], 'since',
    string.format('%.0f', now), 'start', exact(start), 'charged', exact(units), 'flow', flow, 'feature', feature, 'model',
    model, 'score', score)
  redis.call('ZADD', key('queue:leases'), string.format('%.0f', now + tonumber(ARGV[6])), id)
  local created = redis.call('ZSCORE', key('jobs:created'), id)
  move(id, job, created or string.format('%.0f', now), created and 'queued', now)
  return {id, lease, attempt, changed, model}
end

-- Forgets virtual time once nothing waits or runs.
local function reset()
  for _, place in ipairs({'queue:pending', 'queue:leases', 'queue:processing'}) do
    if redis.call('EXISTS', key(place)) == 1 then
      return
    end
  end
  for _, pools in ipairs({features, redis.call('HKEYS', key('fair:floor')), redis.call('HVALS', key('fair:pools'))}) do
    for _, pool in ipairs(pools) do
      redis.call('DEL', key('fair:tags:' .. pool), key('fair:newcomers:' .. pool), key('fair:starts:' .. pool))
    end
  end
  redis.call('DEL', key('fair:floor'), key('fair:pools'))
end

local claimed, steps = {}, 0
local passed = {count = 0}
merge_pools()
while next_argument <= #ARGV and passed.count < MAX_PASSED and steps < MAX_STEPS do
  steps = steps + 1
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
      end
    else
      passed[feature .. '|' .. flow] = true
      passed.count = passed.count + 1
    end
  end
end
if #claimed == 0 then
  reset()
end
return claimed
