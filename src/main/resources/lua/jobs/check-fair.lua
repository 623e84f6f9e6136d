-- Checks a batch of a list of the fair queue. Changes nothing.
-- ARGV: 1 prefix, 2 name of the list, 3 first rank, 4 maximum number of entries
-- Returns the rank of the next batch (0 at the end), the number of entries that wait for the reconciler, and what is
-- wrong.
local name, first, count = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local violations, unreconciled, seen = {}, 0, 0

local function tell(what)
  violations[#violations + 1] = name .. ' ' .. what
end

local function is_parked(feature, flow)
  return redis.call('SISMEMBER', key('fair:parked:' .. flow), feature) == 1
end

local feature = string.match(name, '^fair:flows:(.*)$')
if feature then
  local flows = redis.call('ZRANGE', key(name), first, first + count - 1)
  seen = #flows
  for _, flow in ipairs(flows) do
    if redis.call('EXISTS', key('fair:waiting:' .. feature .. ':' .. flow)) == 0 then
      tell('has ' .. flow .. ', which has no waiting job')
    end
    if is_parked(feature, flow) then
      tell('has ' .. flow .. ', which is parked')
    end
  end
end

local of, flow = string.match(name, '^fair:waiting:([^:]*):(.*)$')
if of then
  local jobs = redis.call('ZRANGE', key(name), first, first + count - 1)
  seen = #jobs
  for _, id in ipairs(jobs) do
    if not redis.call('ZSCORE', key('queue:pending'), id) then
      unreconciled = unreconciled + 1
    end
  end
  if first == 0 and #jobs > 0 and not redis.call('ZSCORE', key('fair:flows:' .. of), flow) and not is_parked(of, flow) then
    tell('has jobs, but its flow is neither in fair:flows nor parked')
  end
end

local parked = string.match(name, '^fair:parked:(.*)$')
if parked and parked ~= '-' and redis.call('EXISTS', key(name)) == 1
    and redis.call('EXISTS', key('jobs:owner:' .. parked .. ':processing')) == 0 then
  tell('is parked, but none of its jobs runs')
end
return {seen < count and 0 or first + count, unreconciled, violations}
