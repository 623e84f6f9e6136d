-- Cancels a job that waits in the queue or for a retry.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 time as JSON text, 4 id
-- Returns "done", or "moved" when the job does not wait.
local id = ARGV[4]
if redis.call('ZREM', key('queue:pending'), id) + redis.call('ZREM', key('queue:delayed'), id) == 0 then
  return 'moved'
end
local job = write_status(id, 'queued', 'cancelled', {'cancelled_at', ARGV[3]}, milliseconds(ARGV[2]))
if job then
  remove_waiting(id, job)
end
redis.call('EXPIRE', claim_key(id), CLAIM_SECONDS)
return 'done'
