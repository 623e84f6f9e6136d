-- Deletes the records of a user's oldest uploads.
-- ARGV: 1 prefix, 2 owner, 3 maximum number
-- Returns the number of removed index entries, 0 when none is left, and {id, record} for each that had a record.
local owner = ARGV[2]
local index = key('files:owner:' .. owner)
local ids = redis.call('ZRANGE', index, 0, tonumber(ARGV[3]) - 1)
local rows = {}
for _, id in ipairs(ids) do
  local record = redis.call('GET', key('file:' .. id))
  local owned = redis.call('HGET', key('files:owned'), id)
  if record and owned and string.match(owned, '^%d+ (.+)$') == owner then
    rows[#rows + 1] = {id, record}
    redis.call('DEL', key('file:' .. id))
    forget(id)
  elseif not record then
    forget(id)
  end
  redis.call('ZREM', index, id)
end
return {#ids, rows}
