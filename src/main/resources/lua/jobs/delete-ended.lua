-- Deletes jobs that have ended, as far as they still are as the caller read them and nobody has them in hand.
-- ARGV: 1 prefix, 2 now in milliseconds, then id and record of each
-- Returns one {id, result or ""} for each that was deleted.
local deleted = {}
for i = 3, #ARGV, 2 do
  local id = ARGV[i]
  if redis.call('HGET', key('jobs'), id) == ARGV[i + 1] and is_orphan(id) then
    deleted[#deleted + 1] = {id, delete(id, ARGV[2])}
  end
end
return deleted
