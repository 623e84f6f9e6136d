-- Removes endpoints of an owner.
-- ARGV: 1 prefix, 2 owner, 3 id, or '' for all
-- Returns how many there were.
local owner, removed = ARGV[2], 0
for _, id in ipairs(redis.call('HKEYS', key('webhooks:of:' .. owner))) do
  if ARGV[3] == '' or ARGV[3] == id then
    remove_endpoint(id, owner)
    removed = removed + 1
  end
end
return removed
