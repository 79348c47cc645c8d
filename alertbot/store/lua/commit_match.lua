-- Commits what one story led to: the deliveries that are not known yet, the outlets that joined an
-- event, what is kept for `explain` and for previews, and the story's acknowledgement.
-- KEYS stories, trail, recent words, recent stories   ARGV group, entry, now, life in seconds, edit delay
-- in seconds, event that is joined or '', its outlets and their number, then the story to keep: its id,
-- line ('' to keep none), body, seconds, most stories a day; then two counted lists: trail (field, value,
-- …), deliveries (id, lane, event, ready, state, why, breaking, delivery, …)
-- returns how many deliveries are new
local now, life, delay = tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5])
local joined, outlets, count = ARGV[6], ARGV[7], tonumber(ARGV[8])
local story, line, body, kept_for, most = ARGV[9], ARGV[10], ARGV[11], ARGV[12], tonumber(ARGV[13])

local at, made = 14, 0
local function each(size, call)
  local ends = at + tonumber(ARGV[at]) * size
  for first = at + 1, ends, size do
    call(unpack(ARGV, first, first + size - 1))
  end
  at = ends + 1
end

-- Outlets that joined: a message not sent yet will show them, one that was sent is edited.
if joined ~= '' then
  for _, told in ipairs(redis.call('SMEMBERS', PREFIX .. 'told:' .. joined)) do
    local id, lane = string.match(told, '^(%S+) (.*)$')
    local state, bundle, also, why, breaking =
      unpack(redis.call('HMGET', delivery_of(id), 'state', 'bundle', 'also', 'why', 'breaking'))
    if state and also ~= outlets then
      redis.call('HSET', delivery_of(id), 'also', outlets)
      if state == 'sent' and not bundle then add(lane, '~' .. id, now + delay, now) end
      breaking = tonumber(breaking or 0)
      if state == 'held' and why ~= 'paused' and breaking > 0 and count >= breaking then
        redis.call('ZADD', members_of(lane), 'XX', now, id)
        place(lane, 0, now)
      end
    end
  end
end

each(2, function(field, value) redis.call('HSET', KEYS[2], field, value) end)
redis.call('EXPIRE', KEYS[2], life)

each(8, function(id, lane, event, ready, state, why, breaking, delivery)
  if redis.call('EXISTS', delivery_of(id)) == 1 then return end
  redis.call('HSET', delivery_of(id), 'delivery', delivery, 'state', state, 'why', why, 'attempts', 0,
    'breaking', breaking)
  redis.call('SADD', PREFIX .. 'told:' .. event, id .. ' ' .. lane)
  redis.call('EXPIRE', PREFIX .. 'told:' .. event, life)
  add(lane, id, tonumber(ready), now)
  made = made + 1
end)

if line ~= '' and redis.call('HLEN', KEYS[4]) < most and redis.call('HSETNX', KEYS[4], story, body) == 1 then
  redis.call('APPEND', KEYS[3], line)
  redis.call('EXPIRE', KEYS[3], kept_for)
  redis.call('EXPIRE', KEYS[4], kept_for)
end

redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
redis.call('XDEL', KEYS[1], ARGV[2])
return made
