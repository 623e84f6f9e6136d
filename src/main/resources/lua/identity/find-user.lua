-- The user that the first of several names belongs to.
-- KEYS: indexes from name or e-mail address to user id, the most exact first
-- ARGV: 1 what stands before a user id in the key of a user
-- Returns the user JSON, or nil.
for _, index in ipairs(KEYS) do
  local id = redis.call('GET', index)
  if id then
    local user = redis.call('GET', ARGV[1] .. id)
    if user then
      return user
    end
  end
end
return nil
