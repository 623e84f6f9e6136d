-- Prepended to the scripts that end an attempt of a worker, after index.lua. claim:{id} holds the attempt: its lease is
-- the fencing token that each call of the worker must carry.
local function claim_key(id)
  return key('claim:' .. id)
end

local function has_lease(id, lease, account)
  if not redis.call('ZSCORE', key('queue:leases'), id) then
    return false
  end
  local claim = redis.call('HMGET', claim_key(id), 'lease', 'account')
  return claim[1] == lease and claim[2] == account
end

-- Corrects the flow's tag by the real duration, and learns it for estimates when the job is completed. A flow that waits is
-- corrected exactly. Of an idle one only what lies above the floor counts: the rest of its charge is forgotten already.
local function settle(id, now, completed)
  local claim = redis.call('HMGET', claim_key(id), 'since', 'start', 'charged', 'flow', 'feature', 'model')
  if not claim[2] then
    return
  end
  local seconds = math.max(MIN_SECONDS, (now - tonumber(claim[1])) / 1000)
  local start, charged, flow, feature, model = tonumber(claim[2]), tonumber(claim[3]), claim[4], claim[5], claim[6]
  local pool, real = pool_of(feature), seconds / weight_of(flow)
  local tag = waiting_tag(pool, flow)
  if tag then
    set_tag(pool, flow, tag + real - charged)
  else
    local floor = floor_of(pool)
    local correction = math.max(floor, start + real) - math.max(floor, start + charged)
    set_tag(pool, flow, math.max(floor, tag_of(pool, flow) + correction))
  end
  if completed then
    for _, name in ipairs({feature, model ~= '' and feature .. '|' .. model or nil}) do
      local average = redis.call('HGET', key('fair:seconds'), name)
      local learned = average and tonumber(average) * 0.8 + seconds * 0.2 or seconds
      redis.call('HSET', key('fair:seconds'), name, exact(learned))
    end
  end
end

-- Ends an attempt, whose lease is valid or has expired. The job stands nowhere afterwards. The worker and the time of the
-- claim stay, for administrators.
-- outcome: what the same call of the same worker is answered again
-- Returns the GPU milliseconds of all attempts.
local function end_attempt(id, now, outcome, completed)
  settle(id, now, completed)
  redis.call('ZREM', key('queue:leases'), id)
  local claim = redis.call('HMGET', claim_key(id), 'lease', 'account', 'since', 'gpu_ms')
  local gpu_ms = (tonumber(claim[4]) or 0) + math.max(0, now - (tonumber(claim[3]) or now))
  redis.call('HDEL', claim_key(id), 'lease', 'start', 'charged')
  redis.call('HSET', claim_key(id), 'last', claim[1] or '', 'last_account', claim[2] or '', 'outcome', outcome, 'gpu_ms',
    whole(gpu_ms))
  redis.call('HDEL', key('jobs:messages'), id)
  return gpu_ms
end

-- What the call of a worker was answered before, or nil. The account must be the one that held the lease.
local function answered_before(id, lease, account)
  local claim = redis.call('HMGET', claim_key(id), 'last', 'outcome', 'last_account')
  return claim[1] == lease and claim[3] == account and claim[2] or nil
end

-- Writes the record with its new status and moves the job in the indexes.
-- from: the former status; now: milliseconds; attempts: {gpu_ms, bytes} of a job that a worker ended
-- Returns the decoded record, or nil when the record is gone or cannot be changed.
local function write_status(id, from, status, changes, now, attempts)
  local record = redis.call('HGET', key('jobs'), id)
  if not record or redis.call('ZSCORE', key('jobs:deleted'), id) then
    return nil
  end
  changes[#changes + 1] = 'status'
  changes[#changes + 1] = '"' .. status .. '"'
  local changed, job = change_record(record, changes)
  if not changed then
    return nil
  end
  redis.call('HSET', key('jobs'), id, changed)
  local created = redis.call('ZSCORE', key('jobs:created'), id)
  if created then
    move(id, job, created, from, now, attempts)
  end
  return job
end

-- time: of the end, as JSON text; outcome: what the worker is answered again, or nil for the status; bytes: of the result
local function end_job(id, now, status, time, changes, outcome, bytes)
  local gpu_ms = end_attempt(id, now, outcome or status, status == 'completed')
  changes[#changes + 1] = status .. '_at'
  changes[#changes + 1] = time
  write_status(id, 'processing', status, changes, now, {gpu_ms = gpu_ms, bytes = bytes or 0})
  redis.call('EXPIRE', claim_key(id), CLAIM_SECONDS)
end

-- Puts a job back: into the queue at its old place, or aside until a time.
-- due: milliseconds, or nil for now; reason: JSON text, or nil when the attempt does not count
local function requeue(id, now, time, reason, due)
  end_attempt(id, now, due and 'queued' or 'lost', false)
  local changes = {'started_at', '', 'model_id', ''}
  if reason then
    local failures = redis.call('HINCRBY', claim_key(id), 'failures', 1)
    for _, change in ipairs({'retry_count', tostring(failures), 'last_retry_at', time, 'retry_reason', reason}) do
      changes[#changes + 1] = change
    end
  end
  local job = write_status(id, 'processing', 'queued', changes, now)
  if not job then
    return
  end
  local score = redis.call('HGET', claim_key(id), 'score')
  if due then
    redis.call('ZADD', key('queue:delayed'), due, id)
  else
    redis.call('ZADD', key('queue:pending'), score, id)
    add_waiting(id, job, score)
  end
end
