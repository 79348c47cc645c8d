-- Commits what one story led to, if nobody decided anything since, or was forgotten: what is remembered of it, the
-- deliveries that are not known yet, the outlets that joined an event, what is kept for `explain`, for previews and
-- for daily summaries, and the story's acknowledgement.
-- KEYS stories, trail, recent words, recent stories, count, log, changes of subscribers
-- ARGV group, entry, now, life in seconds, edit delay in seconds, the position of the last decision ('' for any), the story's line as an article
-- ('' when it is a known one), the known one's number, its hash of articles, the oldest number to keep in the log,
-- then the story to keep: its id, line ('' to keep none), body, seconds, most stories a day; how many notes and how
-- many marks wait for one subscriber's summary at most; then eight counted
-- lists: tokens (key, field, kind, …), keys that outlived their use, log (field, value, …), events it joined (event,
-- outlets, their number, …),
-- trail (field, value, …), deliveries (id, id for who was not told before or '', lane, event or '' when its
-- message never grows, ready, state, why, breaking, delivery, …), marks of summaries (subscriber, mark, …),
-- notes for them (subscriber, what is told once, note or '' when held back, mark when it is held back or known
-- already or '', mark when there is no room, …)
-- returns how many deliveries are new; -1, and nothing done, when the position is not the last any more, or when somebody
-- who may be told here was forgotten since; -2, and nothing done, when the entry was read and is not pending any more.
-- An entry 0-… never was in the stream.
local now, life, delay = tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5])
local position, article, number, articles, oldest = ARGV[6], ARGV[7], ARGV[8], ARGV[9], ARGV[10]
local story, line, body, kept_for, most = ARGV[11], ARGV[12], ARGV[13], ARGV[14], tonumber(ARGV[15])
local most_noted, most_marks, change = tonumber(ARGV[16]), tonumber(ARGV[17]), ARGV[18]
local MOST_TOKENS = 500 -- a hash has a fifth of that: more come only of ids that change at every poll
-- A read, not XACK: after a first write the server would no longer refuse the rest when its memory is full.
if string.sub(ARGV[2], 1, 2) ~= '0-' and #redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[2], ARGV[2], 1) == 0 then
  return -2
end
local decided = tonumber(redis.call('GET', KEYS[5]) or '0')
if position ~= '' and decided ~= tonumber(position) then return -1 end
if change ~= '' then
  for _, entry in ipairs(redis.call('XRANGE', KEYS[7], '(' .. change, '+')) do
    if entry[2][1] == 'gone' then return -1 end
  end
end

local at, made = 19, 0
local function each(size, call)
  local ends = at + tonumber(ARGV[at]) * size
  for first = at + 1, ends, size do
    call(unpack(ARGV, first, first + size - 1))
  end
  at = ends + 1
end

-- What is remembered: an entry of the log, and the tokens that lead to its number.
if article ~= '' then
  number = string.format('%.0f', decided + 1)
  redis.call('SET', KEYS[5], number)
  redis.call('HSET', articles, number, article)
  redis.call('EXPIRE', articles, life)
end
each(3, function(key, field, kind)
  local known = redis.call('HGET', key, field)
  if known and kind == 'common' then
    redis.call('HSET', key, field, 0)
  elseif not known and redis.call('HLEN', key) < MOST_TOKENS then
    redis.call('HSET', key, field, number)
    redis.call('EXPIRE', key, life)
  end
end)
each(1, function(key) redis.call('UNLINK', key) end)
local fields = {}
each(2, function(field, value)
  fields[#fields + 1] = field
  fields[#fields + 1] = value
end)
if #fields > 0 then redis.call('XADD', KEYS[6], 'MINID', '~', oldest, number .. '-1', unpack(fields)) end

-- Outlets that joined: a message not sent yet will show them, one that was sent is edited.
each(3, function(joined, outlets, count)
  count = tonumber(count)
  for _, told in ipairs(redis.call('SMEMBERS', PREFIX .. 'told:' .. joined)) do
    local id, lane = string.match(told, '^(%S+) (.*)$')
    local state, bundle, also, why, breaking =
      unpack(redis.call('HMGET', delivery_of(id), 'state', 'bundle', 'also', 'why', 'breaking'))
    if state and also ~= outlets and not (bundle and state ~= 'sent') then -- what a bundle says is settled
      redis.call('HSET', delivery_of(id), 'also', outlets)
      if state == 'sent' and not bundle then add(lane, '~' .. id, now + delay, now) end
      breaking = tonumber(breaking or 0)
      if state == 'held' and why ~= 'paused' and breaking > 0 and count >= breaking then
        redis.call('ZADD', members_of(lane), 'XX', now, id)
        place(lane, 0, now)
      end
    end
  end
end)

each(2, function(field, value) redis.call('HSET', KEYS[2], field, value) end)
redis.call('EXPIRE', KEYS[2], life)

each(9, function(id, untold, lane, event, ready, state, why, breaking, delivery)
  if untold ~= '' and redis.call('EXISTS', delivery_of(untold)) == 0 then id, untold = untold, '' end
  if redis.call('EXISTS', delivery_of(id)) == 1 then return end
  redis.call('HSET', delivery_of(id), 'delivery', delivery, 'state', state, 'why', why, 'attempts', 0,
    'breaking', breaking)
  if event ~= '' and untold == '' then
    redis.call('SADD', PREFIX .. 'told:' .. event, id .. ' ' .. lane)
    redis.call('EXPIRE', PREFIX .. 'told:' .. event, life)
  end
  add(lane, id, tonumber(ready), now)
  made = made + 1
end)

-- Summaries: a story mentions watches whatever becomes of it; of what is known already it is a further report.
local function marks_of(name) return PREFIX .. 'digest:' .. name .. ':marks' end
each(2, function(name, mark) redis.call('ZADD', marks_of(name), 'NX', now, mark) end)
each(5, function(name, told, note, held, full)
  local noted, marks = PREFIX .. 'digest:' .. name .. ':noted', marks_of(name)
  local known = redis.call('ZSCORE', marks, 't\0' .. told) or redis.call('HEXISTS', noted, told) == 1
  if note == '' or known then
    if held ~= '' then redis.call('ZADD', marks, 'NX', now, held) end
  elseif redis.call('HLEN', noted) < most_noted then
    redis.call('HSET', noted, told, note)
  else
    redis.call('ZADD', marks, 'NX', now, full)
  end
  redis.call('ZREMRANGEBYSCORE', marks, '-inf', now - life)
  redis.call('ZREMRANGEBYRANK', marks, 0, -1 - most_marks)
  redis.call('EXPIRE', noted, life)
  redis.call('EXPIRE', marks, life)
end)

if line ~= '' and redis.call('HLEN', KEYS[4]) < most and redis.call('HSETNX', KEYS[4], story, body) == 1 then
  redis.call('APPEND', KEYS[3], line)
  redis.call('EXPIRE', KEYS[3], kept_for)
  redis.call('EXPIRE', KEYS[4], kept_for)
end

redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
redis.call('XDEL', KEYS[1], ARGV[2])
return made
