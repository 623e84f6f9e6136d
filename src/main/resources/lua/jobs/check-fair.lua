-- Checks a batch of a list of the fair queue. Changes nothing.
-- ARGV: 1 prefix, 2 name of the list, 3 first rank, 4 maximum number of entries
-- Returns the rank of the next batch (0 at the end), the number of entries that wait for the reconciler, and what is
-- wrong.
local name, first, count = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local violations, unreconciled = {}, 0

local function tell(what)
  violations[#violations + 1] = name .. ' ' .. what
end

local function head_of(feature, flow)
  return redis.call('ZRANGE', key('fair:waiting:' .. feature .. ':' .. flow), 0, 0, 'WITHSCORES')[2]
end

local function is_parked(flow)
  return redis.call('SISMEMBER', key('fair:parked'), flow) == 1
end

-- A flow with waiting jobs of a feature is in the order by tag and in the order of arrival, or parked.
local function check_flow(feature, flow)
  local head = head_of(feature, flow)
  local by_tag = redis.call('ZSCORE', key('fair:flows:' .. feature), flow)
  local by_head = redis.call('ZSCORE', key('fair:heads:' .. feature), flow)
  if not head and (by_tag or by_head) then
    tell('has ' .. flow .. ', which has no waiting job')
  elseif is_parked(flow) and (by_tag or by_head) then
    tell('has ' .. flow .. ', which is parked')
  elseif head and not is_parked(flow) and not (by_tag and by_head) then
    tell('belongs to ' .. flow .. ', which waits, but is neither in both orders nor parked')
  elseif head and by_head and head ~= by_head then
    tell('has ' .. flow .. ' with another score than its first job has')
  end
end

local function check_flows(feature)
  local flows = redis.call('ZRANGE', key(name), first, first + count - 1)
  for _, flow in ipairs(flows) do
    check_flow(feature, flow)
  end
  return #flows
end

local function check_waiting(feature, flow)
  local jobs = redis.call('ZRANGE', key(name), first, first + count - 1)
  for _, id in ipairs(jobs) do
    if not redis.call('ZSCORE', key('queue:pending'), id) then
      unreconciled = unreconciled + 1
    end
  end
  if first == 0 and #jobs > 0 then
    check_flow(feature, flow)
    if redis.call('SISMEMBER', key('fair:active:' .. flow), feature) == 0 then
      tell('has jobs, but fair:active:' .. flow .. ' does not name the feature')
    end
  end
  return #jobs
end

local function check_active(flow)
  for _, feature in ipairs(redis.call('SMEMBERS', key(name))) do -- bounded by the catalog
    if not head_of(feature, flow) then
      tell('names ' .. feature .. ', for which no job waits')
    end
  end
end

local function check_newcomers()
  local flows = redis.call('ZRANGE', key(name), first, first + count - 1)
  for _, flow in ipairs(flows) do
    if redis.call('EXISTS', key('fair:active:' .. flow)) == 0 then
      tell('has ' .. flow .. ', which has no waiting job')
    end
  end
  return #flows
end

local function check_parked()
  for _, flow in ipairs(redis.call('SRANDMEMBER', key(name), count)) do
    if redis.call('EXISTS', key('jobs:owner:' .. flow .. ':processing')) == 0 then
      tell('has ' .. flow .. ', of which no job runs')
    end
  end
end

local kind, rest = string.match(name, '^fair:(%l+):?(.*)$')
local seen = 0
if kind == 'flows' or kind == 'heads' then
  seen = check_flows(rest)
elseif kind == 'waiting' then
  seen = check_waiting(string.match(rest, '^([^:]*):(.*)$'))
elseif kind == 'active' then
  check_active(rest)
elseif kind == 'newcomers' then
  seen = check_newcomers()
elseif kind == 'parked' then
  check_parked()
end
return {seen < count and 0 or first + count, unreconciled, violations}
