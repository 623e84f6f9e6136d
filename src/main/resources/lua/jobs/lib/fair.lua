-- Prepended to the scripts that move jobs into and out of the queue, after record.lua.
-- Start-time fair queueing in GPU seconds. A flow is the owner of jobs, or "-" for jobs without one. Besides
-- queue:pending, which the GPU scheduler reads as well, each waiting job stands in fair:waiting:{feature}:{flow} with
-- the same score. A flow with waiting jobs stands in fair:flows:{feature} by its start tag and in fair:heads:{feature}
-- by the score of its first job (for the order first in, first out), unless it is parked: at its limit of running jobs.
-- Features that are claimed together form a pool with one virtual time: its floor.
local NO_OWNER = '-'

-- No job is for free, or a flow with the lowest tag would keep it.
local MIN_SECONDS = 0.001

local function waiting_key(feature, flow)
  return key('fair:waiting:' .. feature .. ':' .. flow)
end

-- The feature and the flow of a decoded record.
local function place_of(job)
  local owner = type(job.user_id) == 'string' and job.user_id or ''
  return type(job.feature) == 'string' and job.feature or '', owner == '' and NO_OWNER or owner
end

local function exact(number)
  return string.format('%.17g', number)
end

-- What a run of a script has read before: it reads each once.
local known_limits, known_pools = {}, {}

local function limits_of(flow)
  if not known_limits[flow] then
    local text = redis.call('HGET', key('users:limits'), flow)
    local readable, limits = pcall(cjson.decode, text or '{}')
    known_limits[flow] = readable and type(limits) == 'table' and limits or {}
  end
  return known_limits[flow]
end

local function weight_of(flow)
  local weight = limits_of(flow).weight
  return type(weight) == 'number' and weight > 0 and weight or 1
end

local function pool_of(feature)
  known_pools[feature] = known_pools[feature] or redis.call('HGET', key('fair:pools'), feature) or feature
  return known_pools[feature]
end

local function floor_of(pool)
  return tonumber(redis.call('HGET', key('fair:floor'), pool) or '0')
end

-- The tag of a flow in the order of a pool, or nil. It is below the floor after jobs that took less time than expected.
local function waiting_tag(pool, flow)
  for _, feature in ipairs(redis.call('SMEMBERS', key('fair:active:' .. flow))) do -- bounded by the catalog
    local tag = pool_of(feature) == pool and redis.call('ZSCORE', key('fair:flows:' .. feature), flow)
    if tag then
      return tonumber(tag)
    end
  end
end

-- When the flow's next job starts in virtual time. A flow that was idle starts at the floor: idling earns no credit.
local function tag_of(pool, flow)
  return waiting_tag(pool, flow)
    or math.max(floor_of(pool), tonumber(redis.call('ZSCORE', key('fair:tags:' .. pool), flow) or '0'))
end

-- Puts a flow into the order. One that comes owing nothing is remembered as a newcomer until its first job starts.
local function enter(feature, flow)
  local pool = pool_of(feature)
  local tag = waiting_tag(pool, flow)
  if not tag then
    tag = tag_of(pool, flow)
    if tag <= floor_of(pool) then
      redis.call('ZADD', key('fair:newcomers:' .. pool), 'NX', redis.call('INCR', key('fair:sequence')), flow)
    end
  end
  redis.call('ZADD', key('fair:flows:' .. feature), exact(tag), flow)
end

-- Takes a flow out of the order.
local function leave(feature, flow)
  redis.call('ZREM', key('fair:flows:' .. feature), flow)
  redis.call('ZREM', key('fair:heads:' .. feature), flow)
  redis.call('ZREM', key('fair:newcomers:' .. pool_of(feature)), flow)
end

-- Makes the entries of a flow agree with its waiting jobs of a feature.
local function place(feature, flow)
  local head = redis.call('ZRANGE', waiting_key(feature, flow), 0, 0, 'WITHSCORES')
  if not head[1] then
    leave(feature, flow)
    redis.call('SREM', key('fair:active:' .. flow), feature)
    return
  end
  redis.call('SADD', key('fair:active:' .. flow), feature)
  if redis.call('SISMEMBER', key('fair:parked'), flow) == 1 then
    return
  end
  redis.call('ZADD', key('fair:heads:' .. feature), head[2], flow)
  if not redis.call('ZSCORE', key('fair:flows:' .. feature), flow) then
    enter(feature, flow)
  end
end

-- Takes a flow out of the order until one of its jobs ends.
local function park(flow)
  redis.call('SADD', key('fair:parked'), flow)
  for _, feature in ipairs(redis.call('SMEMBERS', key('fair:active:' .. flow))) do -- bounded by the catalog
    leave(feature, flow)
  end
end

-- Tells all processes: they track these keys. A key that is written and deleted in one script is one message.
local function tell(name)
  redis.call('SET', key(name), '')
  redis.call('DEL', key(name))
end

-- Jobs of the feature can be claimed.
local function announce(feature)
  tell('queue:news:' .. feature)
end

local function unpark(flow)
  if redis.call('SREM', key('fair:parked'), flow) == 1 then
    for _, feature in ipairs(redis.call('SMEMBERS', key('fair:active:' .. flow))) do -- bounded by the catalog
      place(feature, flow)
      announce(feature)
    end
  end
end

-- Sets the start tag of a flow in all features of a pool.
local function set_tag(pool, flow, tag)
  redis.call('ZADD', key('fair:tags:' .. pool), exact(tag), flow)
  for _, feature in ipairs(redis.call('SMEMBERS', key('fair:active:' .. flow))) do -- bounded by the catalog
    if pool_of(feature) == pool then
      redis.call('ZADD', key('fair:flows:' .. feature), 'XX', exact(tag), flow)
    end
  end
end

-- Adds a job, which is in queue:pending with this score.
local function add_waiting(id, job, score)
  local feature, flow = place_of(job)
  redis.call('ZADD', waiting_key(feature, flow), score, id)
  place(feature, flow)
  announce(feature)
end

-- Removes a job that has left queue:pending.
local function remove_waiting(id, job)
  local feature, flow = place_of(job)
  if redis.call('ZREM', waiting_key(feature, flow), id) == 1 then
    redis.call('HDEL', key('fair:skips'), id)
    place(feature, flow)
  end
end

-- Makes the fair order agree with queue:pending, which other programs change without it.
local function sync_waiting(id, job)
  local score = redis.call('ZSCORE', key('queue:pending'), id)
  if not score or redis.call('ZSCORE', key('jobs:deleted'), id) then
    remove_waiting(id, job)
    return
  end
  local feature, flow = place_of(job)
  if redis.call('ZSCORE', waiting_key(feature, flow), id) ~= score then
    add_waiting(id, job, score)
  end
end

-- The moving average of the seconds that a job takes.
local DEFAULT_SECONDS = 60
local function estimate(feature, model)
  local seconds = model ~= '' and redis.call('HGET', key('fair:seconds'), feature .. '|' .. model)
  return tonumber(seconds or redis.call('HGET', key('fair:seconds'), feature) or DEFAULT_SECONDS)
end
