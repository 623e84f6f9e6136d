-- Stands before every script about jobs.
local PREFIX = ARGV[1]

local function key(name)
  return PREFIX .. name
end

-- The member of the record itself: in the JSON texts inside it every quote stands behind a backslash.
local function statusOf(record)
  local from = string.find(record, '"status"', 1, true) -- a plain search is fast, one with a pattern is not
  while from do
    local status = string.match(record, '^%s*:%s*"(%l+)"', from + 8)
    if status then
      return status
    end
    from = string.find(record, '"status"', from + 8, true)
  end
  return ''
end
