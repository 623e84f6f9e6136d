-- Gives jobs back to the queue without counting an attempt.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 time as JSON text, 4 account of the worker or
--       '', then for each job its id and its lease
-- Returns the number of jobs that the worker held.
local now, released = milliseconds(ARGV[2]), 0
for i = 5, #ARGV, 2 do
  local id = ARGV[i]
  if has_lease(id, ARGV[i + 1], ARGV[4]) then
    released = released + 1
    if redis.call('ZSCORE', key('jobs:cancelling'), id) then
      end_job(id, now, 'cancelled', ARGV[3], {})
    else
      requeue(id, now, ARGV[3])
    end
  end
end
return released
