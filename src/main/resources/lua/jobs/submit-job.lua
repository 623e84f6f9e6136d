-- Queues a job as 3DAIGC-API does, and adds it to the indexes.
-- ARGV: 1 prefix, 2 id, 3 record, 4 queue score of the default priority, 5 creation time in milliseconds, 6 owner or "",
--       7 maximum of waiting jobs, 0 for unlimited, 8 maximum of this owner's waiting jobs, 0 for unlimited,
--       9 Redis key of the idempotency key or "", 10 hash of the request, 11 seconds until the idempotency key expires,
--       12 "fair" or "fifo", 13 now in milliseconds, or '' for the clock of Redis, 14 token that submits or "", 15 token whose
--       budget holds or "", 16 to 21 budgets in the order of budgets_of
-- Returns {"queued", position from 1, number of the owner's jobs}, {"again", id, position} for a repeated request,
-- {"differs"} for another request with the same key, {"in-flight"} while another request holds the key, {"full"},
-- {"owner-full", maximum} or {"over-budget", seconds until the end of the period, the budget as budget_row returns it,
-- milliseconds that the job is expected to take}.
local id, record, score, owner = ARGV[2], ARGV[3], ARGV[4], ARGV[6]
if ARGV[9] ~= '' then
  local request, job, position, holder = unpack(redis.call('HMGET', ARGV[9], 'request', 'job', 'position', 'holder'))
  if request and request ~= ARGV[10] then
    return {'differs'}
  elseif job then
    return {'again', job, position}
  elseif request and holder ~= id then
    return {'in-flight'}
  end
end
if ARGV[7] ~= '0' and redis.call('ZCARD', key('queue:pending')) >= tonumber(ARGV[7]) then
  return {'full'}
end
local limits = owner ~= '' and limits_of(owner) or {}
local max_queued = owner ~= '' and (limits.max_queued or tonumber(ARGV[8])) or 0
if max_queued > 0 and redis.call('ZCARD', key('jobs:owner:' .. owner .. ':queued')) >= max_queued then
  return {'owner-full', string.format('%.0f', max_queued)}
end
local job = cjson.decode(record)
local feature, flow = place_of(job)
local now = milliseconds(ARGV[13])
local gpu_ms = whole(math.max(estimate(feature, text_member(record, 'model_preference')), MIN_SECONDS) * 1000)
local exceeded = exceeded_budget(budgets_of(flow, ARGV[15], {unpack(ARGV, 16, 21)}, now), tonumber(gpu_ms))
if exceeded then
  return {'over-budget', whole(math.ceil((exceeded.ends - now) / 1000)), budget_row(exceeded), gpu_ms}
end
if limits.priority then
  record = change_record(record, {'priority', string.format('%.0f', limits.priority)})
  score = string.format('%.3f', limits.priority * 1e10 + tonumber(ARGV[5]) / 1000)
end
redis.call('HSET', key('jobs'), id, record)
redis.call('ZADD', key('queue:pending'), score, id)
add_waiting(id, job, score)
open_job(id, gpu_ms, flow, ARGV[14], ARGV[15])
redis.call('ZADD', key('jobs:created'), ARGV[5], id)
redis.call('ZADD', key('jobs:status:queued'), ARGV[5], id)
if owner ~= '' then
  redis.call('HSET', key('jobs:owners'), id, owner)
  redis.call('ZADD', key('jobs:owner:' .. owner), ARGV[5], id)
  redis.call('ZADD', key('jobs:owner:' .. owner .. ':queued'), ARGV[5], id)
end
local position = string.format('%.0f', position_of(id, record, ARGV[12]) + 1)
if ARGV[9] ~= '' then
  redis.call('HSET', ARGV[9], 'request', ARGV[10], 'job', id, 'position', position)
  redis.call('HDEL', ARGV[9], 'holder')
  redis.call('EXPIRE', ARGV[9], ARGV[11])
end
return {'queued', position, owner == '' and 0 or redis.call('ZCARD', key('jobs:owner:' .. owner))}
