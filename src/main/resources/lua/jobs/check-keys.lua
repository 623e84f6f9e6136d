-- Checks a batch of all keys for claims without a job, and finds the keys of the fair queue and of usage. Changes
-- nothing.
-- ARGV: 1 prefix, 2 cursor, 3 about how many keys
-- Returns the next cursor, ids of jobs that have a claim but no record, and the names of the lists of the fair queue and of
-- the users of a day or a month.
local CLAIM = key('claim:')
local LISTS = {'fair:flows:', 'fair:heads:', 'fair:waiting:', 'fair:active:', 'fair:newcomers:', 'fair:parked',
  'usage:users:'}
local step = redis.call('SCAN', ARGV[2], 'COUNT', ARGV[3])
local claims, lists = {}, {}
for _, full in ipairs(step[2]) do
  if string.sub(full, 1, #CLAIM) == CLAIM then
    local id = string.sub(full, #CLAIM + 1)
    if redis.call('HEXISTS', key('jobs'), id) == 0 and redis.call('TTL', full) == -1 then
      claims[#claims + 1] = id
    end
  elseif string.sub(full, 1, #PREFIX) == PREFIX then
    local name = string.sub(full, #PREFIX + 1)
    for _, list in ipairs(LISTS) do
      if string.sub(name, 1, #list) == list then
        lists[#lists + 1] = name
      end
    end
  end
end
return {step[1], claims, lists}
