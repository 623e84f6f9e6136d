-- A job and what stands around it.
-- ARGV: 1 prefix, 2 id
-- Returns nil, or record, result or "", rank in the queue or "", progress or "", where it is worked on ("scheduler",
-- "lease" or ""), "cancelling" or "", and "stale" when an index says something else than the record.
local id = ARGV[2]
local record = redis.call('HGET', key('jobs'), id)
if not record or redis.call('ZSCORE', key('jobs:deleted'), id) then
  return nil
end
local status = statusOf(record)
local answer = {record, '', '', '', '', '', ''}
if status == 'completed' then
  answer[2] = redis.call('HGET', key('results'), id) or ''
elseif status == 'queued' or status == 'processing' then
  local rank = redis.call('ZRANK', key('queue:pending'), id)
  if rank then
    answer[3] = tostring(rank)
  elseif redis.call('ZSCORE', key('queue:leases'), id) then
    answer[5] = 'lease'
  elseif redis.call('SISMEMBER', key('queue:processing'), id) == 1 then
    answer[5] = 'scheduler'
  end
  if status == 'processing' then
    answer[4] = redis.call('HGET', key('jobs:progress'), id) or ''
    if redis.call('ZSCORE', key('jobs:cancelling'), id) then
      answer[6] = 'cancelling'
    end
  end
end
if not redis.call('ZSCORE', key('jobs:status:' .. status), id) then
  answer[7] = 'stale'
end
return answer
