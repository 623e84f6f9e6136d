-- Deletes a job.
-- ARGV: 1 prefix, 2 id, 3 now in milliseconds
-- Returns nil when there is no such job, or {record, result or ""}.
local id = ARGV[2]
local record = redis.call('HGET', key('jobs'), id)
if not record or redis.call('ZSCORE', key('jobs:deleted'), id) then
  return nil
end
return {record, delete(id, ARGV[3])}
