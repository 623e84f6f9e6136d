-- The owners of uploads, as far as they are remembered.
-- ARGV: 1 prefix, then ids
-- Returns for each id the user id of its owner, "-" without an owner, or "" when it is unknown.
local owners = {}
for i = 2, #ARGV do
  local owned = redis.call('HGET', key('files:owned'), ARGV[i])
  local owner = string.match(owned or '', '^%d+ (.+)$')
  owners[i - 1] = owner or (isKnown(ARGV[i]) and '-' or '')
end
return owners
