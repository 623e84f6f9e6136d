-- Whose some uploads are, as far as anything is remembered of them.
-- ARGV: 1 prefix, then ids
-- Returns for each id the user id of its owner, "-" when it is nobody's, or "" when nothing is known of it.
local owners = {}
for i = 2, #ARGV do
  local owned = redis.call('HGET', key('files:owned'), ARGV[i])
  local owner = string.match(owned or '', '^%d+ (.+)$')
  owners[i - 1] = owner or (isKnown(ARGV[i]) and '-' or '')
end
return owners
