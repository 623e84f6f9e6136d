-- A page of uploads, newest first. Entries without a record are removed from the index.
-- ARGV: 1 prefix, 2 index, 3 offset, 4 limit, 5 maximum number of entries without a record to skip
-- Returns the number of entries of the index, and {id, record} for each upload.
local index, offset, limit = key(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local last = offset + limit - 1 + tonumber(ARGV[5])
local rows, dead, at = {}, {}, offset
while #rows < limit and at <= last do
  local ids = redis.call('ZREVRANGE', index, at, math.min(at + limit - #rows - 1, last))
  if #ids == 0 then
    break
  end
  for _, id in ipairs(ids) do
    local record = redis.call('GET', key('file:' .. id))
    if record then
      rows[#rows + 1] = {id, record}
    else
      dead[#dead + 1] = id
    end
  end
  at = at + #ids
end
for _, id in ipairs(dead) do
  redis.call('ZREM', index, id)
  forget(id)
end
return {redis.call('ZCARD', index), rows}
