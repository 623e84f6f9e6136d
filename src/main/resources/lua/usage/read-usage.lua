-- Reads the usage of some days. docs/redis-keys.md has the form of counters.
-- ARGV: 1 prefix, 2 names of the hashes without the day, 3 "day" for the sums of days, "f" for the features and "t" for the
--       tokens of all days together, 4... days
-- Returns the counters of each day, "" for none; or name and counters of each feature or token, in turns.
local COUNTERS = '^(%d+) (%d+) (%d+) (%d+) (%d+)$'

local function add(sums, name, text)
  local sum = sums[name] or {0, 0, 0, 0, 0}
  for i, number in ipairs({string.match(text, COUNTERS)}) do
    sum[i] = sum[i] + tonumber(number)
  end
  sums[name] = sum
end

local rows, sums = {}, {}
for i = 4, #ARGV do
  local name = ARGV[1] .. ARGV[2] .. ARGV[i]
  if ARGV[3] == 'day' then
    rows[#rows + 1] = redis.call('HGET', name, 'total') or ''
  else
    local fields = redis.call('HGETALL', name) -- some thousand at most
    for j = 1, #fields, 2 do
      local group = string.match(fields[j], '^' .. ARGV[3] .. ':(.*)$')
      if group then
        add(sums, group, fields[j + 1])
      end
    end
  end
end
for group, sum in pairs(sums) do
  rows[#rows + 1] = group
  rows[#rows + 1] = string.format('%.0f %.0f %.0f %.0f %.0f', unpack(sum))
end
return rows
