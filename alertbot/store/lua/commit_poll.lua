-- Commits one poll, if its lease still holds: source state, seen-marks, new stories and news of the source.
-- A source that somebody made due during its poll (`poll_now` marks the lease) is due at once.
-- KEYS due, leases, states, seen, stories, notices, bell   ARGV source, token, due ('' for never again),
-- state, notice ('' for none), most notices, forgotten keys between blanks, how many days, of each the day and
-- the keys marked with it between blanks, then the stories   returns 1, or 0 when the lease was lost
local lease = redis.call('HGET', KEYS[2], ARGV[1])
local again = lease == ARGV[2] .. '!'
if lease ~= ARGV[2] and not again then
  return 0
end

-- Calls `call` with the words of a text, some hundreds at a time, each followed by `value` if there is one.
local function each_chunk(text, value, call)
  local chunk = {}
  for word in string.gmatch(text, '%S+') do
    chunk[#chunk + 1] = word
    if value then chunk[#chunk + 1] = value end
    if #chunk >= 1000 then
      call(unpack(chunk))
      chunk = {}
    end
  end
  if #chunk > 0 then call(unpack(chunk)) end
end

redis.call('HSET', KEYS[3], ARGV[1], ARGV[4])
local stories = 9 + 2 * tonumber(ARGV[8])
for at = 9, stories - 1, 2 do
  each_chunk(ARGV[at + 1], ARGV[at], function(...) redis.call('HSET', KEYS[4], ...) end)
end
each_chunk(ARGV[7], nil, function(...) redis.call('HDEL', KEYS[4], ...) end)
for at = stories, #ARGV do redis.call('XADD', KEYS[5], '*', 'story', ARGV[at]) end
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
