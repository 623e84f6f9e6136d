-- Accounts as 3DAIGC-API writes them; Meshgate indexes them when it starts. Nobody knows their passwords.
-- ARGV: 1 number of the first, 2 how many
local first, count = tonumber(ARGV[1]), tonumber(ARGV[2])
for i = first, first + count - 1 do
  local id = string.format('user_%016x', i)
  local name = string.format('seeded-%06d', i)
  local address = name .. '@example.org'
  redis.call('SET', '3daigc:user:' .. id, '{"user_id": "' .. id .. '", "username": "' .. name .. '", "email": "' .. address
    .. '", "password_hash": "' .. string.rep('0', 32) .. '$' .. string.rep('0', 64)
    .. '", "role": "user", "created_at": "2026-01-01T00:00:00.000001", "is_active": true}')
  redis.call('SET', '3daigc:user:username:' .. name, id)
  redis.call('SET', '3daigc:user:email:' .. address, id)
  redis.call('SADD', '3daigc:users:all', id)
end
return count
