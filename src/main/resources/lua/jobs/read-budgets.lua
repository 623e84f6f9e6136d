-- Reads the budgets that hold for a user and a token.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 user, 4 token whose budget holds or "", 5 to 10
--       budgets in the order of budgets_of
-- Returns each as budget_row returns it.
local rows = {}
for _, found in ipairs(budgets_of(ARGV[3], ARGV[4], {unpack(ARGV, 5, 10)}, milliseconds(ARGV[2]))) do
  rows[#rows + 1] = budget_row(found)
end
return rows
