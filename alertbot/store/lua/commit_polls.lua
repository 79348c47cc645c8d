-- Commits polls, each if its lease still holds: source state, seen-marks, new stories and news of the source.
-- A source that somebody made due during its poll (`poll_now` marks the lease) is due at once.
-- KEYS due, leases, states, stories, notices, bell   ARGV most notices, then of each poll: source, token, due (''
-- for never again; '+' when more of the poll comes: its state is left out, and the lease stays), state, and how many
-- arguments follow: none, or notice ('' for none), the key of its marks, forgotten marks between blanks, how many
-- days, of each the day and the marks of it between blanks, and stories between line breaks   returns for each 1, or
-- 0 when the lease was lost

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

local function change(first)
  local marks = ARGV[first + 1]
  if ARGV[first] ~= '' then
    redis.call('XADD', KEYS[5], 'MAXLEN', '~', ARGV[1], '*', 'notice', ARGV[first])
  end
  each_chunk(ARGV[first + 2], nil, function(...) redis.call('HDEL', marks, ...) end)
  local stories = first + 4 + 2 * tonumber(ARGV[first + 3])
  for day = first + 4, stories - 1, 2 do
    each_chunk(ARGV[day + 1], ARGV[day], function(...) redis.call('HSET', marks, ...) end)
  end
  for story in string.gmatch(ARGV[stories], '[^\n]+') do redis.call('XADD', KEYS[4], '*', 'story', story) end
end

local function commit(at, last)
  local source, token, due = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  local lease = redis.call('HGET', KEYS[2], source)
  local again = lease == token .. '!'
  if lease ~= token and not again then return 0 end
  if last > at + 4 then change(at + 5) end
  if due == '+' then return 1 end
  redis.call('HSET', KEYS[3], source, ARGV[at + 3])
  redis.call('HDEL', KEYS[2], source)
  if due == '' then
    redis.call('ZREM', KEYS[1], source)
  elseif again then
    redis.call('ZADD', KEYS[1], 0, source)
    redis.call('LPUSH', KEYS[6], '')
    redis.call('EXPIRE', KEYS[6], 10)
  else
    redis.call('ZADD', KEYS[1], due, source)
  end
  return 1
end

local kept, at = {}, 2
while at <= #ARGV do
  local last = at + 4 + tonumber(ARGV[at + 4])
  kept[#kept + 1] = commit(at, last)
  at = last + 1
end
return kept
