-- Takes the name of a subscriber who is gone out of the log of changes and from the sources they added. Whoever
-- follows the log hears that somebody is gone, under a mark that only who knew the name understands.
-- KEYS changes, sources   ARGV name, mark, how a source names who added it, the same naming nobody
for _, entry in ipairs(redis.call('XRANGE', KEYS[1], '-', '+')) do
  if entry[2][1] == 'name' and entry[2][2] == ARGV[1] then redis.call('XDEL', KEYS[1], entry[1]) end
end
redis.call('XADD', KEYS[1], '*', 'gone', ARGV[2])
local sources = redis.call('HGETALL', KEYS[2])
for at = 1, #sources, 2 do
  local first, last = string.find(sources[at + 1], ARGV[3], 1, true)
  if first then
    local source = string.sub(sources[at + 1], 1, first - 1) .. ARGV[4] .. string.sub(sources[at + 1], last + 1)
    redis.call('HSET', KEYS[2], sources[at], source)
  end
end
