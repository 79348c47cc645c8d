-- Commits one poll, if its lease still holds: source state, seen-marks, new stories and news of the source.
-- A source that somebody made due during its poll (`poll_now` marks the lease) is due at once.
-- KEYS due, leases, states, seen, stories, notices, bell   ARGV source, token, due ('' for never again),
-- state, notice ('' for none), most notices, then three counted lists: marks (key, day, …), forgotten keys,
-- stories   returns 1, or 0 when the lease was lost
local lease = redis.call('HGET', KEYS[2], ARGV[1])
local again = lease == ARGV[2] .. '!'
if lease ~= ARGV[2] and not again then
  return 0
end

local at = 7
local function each_chunk(call)
  local count = tonumber(ARGV[at])
  for first = at + 1, at + count, 1000 do
    call(unpack(ARGV, first, math.min(first + 999, at + count)))
  end
  at = at + count + 1
end

redis.call('HSET', KEYS[3], ARGV[1], ARGV[4])
each_chunk(function(...) redis.call('HSET', KEYS[4], ...) end)
each_chunk(function(...) redis.call('HDEL', KEYS[4], ...) end)
each_chunk(function(...)
  for _, story in ipairs({...}) do
    redis.call('XADD', KEYS[5], '*', 'story', story)
  end
end)
if ARGV[5] ~= '' then
  redis.call('XADD', KEYS[6], 'MAXLEN', '~', ARGV[6], '*', 'notice', ARGV[5])
end
redis.call('HDEL', KEYS[2], ARGV[1])
if ARGV[3] == '' then
  redis.call('ZREM', KEYS[1], ARGV[1])
elseif again then
  redis.call('ZADD', KEYS[1], 0, ARGV[1])
  redis.call('LPUSH', KEYS[7], '')
  redis.call('EXPIRE', KEYS[7], 10)
else
  redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
end
return 1
