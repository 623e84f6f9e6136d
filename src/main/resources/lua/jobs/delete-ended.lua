-- Deletes ended jobs that are unchanged and not held by a worker.
-- ARGV: 1 prefix, 2 now in milliseconds, then id and expected record of each job
-- Returns {id, result or ""} for each deleted job.
local deleted = {}
for i = 3, #ARGV, 2 do
  local id = ARGV[i]
  if redis.call('HGET', key('jobs'), id) == ARGV[i + 1] and is_orphan(id) then
    deleted[#deleted + 1] = {id, delete(id, ARGV[2])}
  end
end
return deleted
