-- Finds the user of the first lookup key that leads to one.
-- KEYS: id lookup keys by name or e-mail address, the most exact first
-- ARGV: 1 key prefix of users
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
