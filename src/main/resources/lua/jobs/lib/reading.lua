-- Prepended to every script about jobs.
local PREFIX = ARGV[1]

local function key(name)
  return PREFIX .. name
end

-- A number without a fraction as text.
local function whole(number)
  return string.format('%.0f', number)
end

-- The status member of the record. Quotes in the JSON texts inside of the record are escaped, so they do not match.
local function statusOf(record)
  local from = string.find(record, '"status"', 1, true) -- a plain search is much faster than a pattern
  while from do
    local status = string.match(record, '^%s*:%s*"(%l+)"', from + 8)
    if status then
      return status
    end
    from = string.find(record, '"status"', from + 8, true)
  end
  return ''
end
