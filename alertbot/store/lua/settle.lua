-- Commits what follows one attempt, and leaves the lane when nothing more is ready in it.
-- A message that was sent is recorded whoever holds the lane; anything else only by its holder, so that
-- a slow process cannot undo what another did after taking over.
-- ARGV lane, entry, consumer, now, life in seconds, edit delay in seconds, ms to pause the lane, ms to
-- pause its channel, why, why the address is gone or '', seconds to remember that, then two counted
-- lists: settled (member, state, outlets shown or pages sent, message id or moment, why, …), notices (id, lane,
-- delivery, …)
-- returns 1 when the lane is still served and has more, 0 when it was left or taken over
local lane, entry, consumer, now = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local life, delay, why = ARGV[5], tonumber(ARGV[6]), ARGV[9]
local held = holds(lane, entry, consumer)
local members = members_of(lane)
if held then begin(lane) else redis.call('ZREM', members, '') end

local at = 12
local function each(size, call)
  local ends = at + tonumber(ARGV[at]) * size
  for first = at + 1, ends, size do
    call(unpack(ARGV, first, first + size - 1))
  end
  at = ends + 1
end

-- Outlets that joined while the message was under way are for an edit of it.
local function shown(member, id, outlets)
  local also, bundle = unpack(redis.call('HMGET', delivery_of(id), 'also', 'bundle'))
  if also and also ~= outlets and not bundle then
    redis.call('ZADD', members, now + delay, '~' .. id)
    place(lane, 0, now)
  elseif member ~= id then
    redis.call('ZREM', members, member)
  end
end

local settle = {
  sent = function(member, outlets, message)
    local delivery = delivery_of(member)
    redis.call('HSET', delivery, 'state', 'sent', 'message_id', message, 'sent', now, 'why', '')
    redis.call('EXPIRE', delivery, life)
    redis.call('ZREM', DEAD, member)
    redis.call('ZREM', members, member)
    shown(member, member, outlets)
  end,
  onward = function(member, page, message)
    local delivery = delivery_of(member)
    if tonumber(page) <= tonumber(redis.call('HGET', delivery, 'page') or 0) then return end
    redis.call('HSET', delivery, 'state', 'queued', 'why', '', 'attempts', 0, 'page', page)
    redis.call('HSETNX', delivery, 'message_id', message)
  end,
  edited = function(member, outlets)
    local delivery = delivery_of(member)
    if redis.call('EXISTS', delivery) == 1 then redis.call('HSET', delivery, 'edited', now) end
    shown(member, string.sub(member, 2), outlets)
  end,
  later = function(member, _, at_epoch) redis.call('ZADD', members, 'XX', at_epoch, member) end,
  unedited = function(member) redis.call('ZREM', members, member) end,
  retrying = function(member, _, _, because)
    if string.sub(member, 1, 1) ~= '~' then
      redis.call('HSET', delivery_of(member), 'state', 'retrying', 'why', because)
    end
  end,
  held = function(member, moment, at_epoch, because) hold(lane, member, at_epoch, moment, because) end,
  dropped = function(member, _, _, because)
    redis.call('HSET', delivery_of(member), 'state', 'dropped', 'why', because)
    redis.call('EXPIRE', delivery_of(member), life)
    redis.call('ZREM', members, member)
  end,
  alone = function(member, _, _, because)
    redis.call('HSET', delivery_of(member), 'state', 'retrying', 'why', because, 'alone', 1)
    redis.call('HDEL', delivery_of(member), 'bundle')
  end,
  dead = function(member, _, _, because)
    redis.call('HSET', delivery_of(member), 'state', 'dead', 'why', because, 'ended', now)
    redis.call('ZADD', DEAD, now, member)
    redis.call('ZREM', members, member)
  end,
}
each(5, function(member, state, outlets, message, because)
  if redis.call('EXISTS', delivery_of(member)) == 0 then
    redis.call('ZREM', members, member) -- it was forgotten meanwhile
  elseif held or state == 'sent' or state == 'onward' then
    settle[state](member, outlets, message, because)
  end
end)
if not held then return 0 end

if tonumber(ARGV[7]) > 0 then redis.call('SET', PREFIX .. 'pause:' .. lane, why, 'PX', ARGV[7]) end
if tonumber(ARGV[8]) > 0 then
  redis.call('SET', PREFIX .. 'pause:' .. string.match(lane, '^[^:]*'), why, 'PX', ARGV[8])
end
if ARGV[10] ~= '' then redis.call('SET', PREFIX .. 'gone:' .. lane, ARGV[10], 'EX', ARGV[11]) end
each(3, function(id, elsewhere, delivery)
  if redis.call('EXISTS', delivery_of(id)) == 0 then
    redis.call('HSET', delivery_of(id), 'delivery', delivery, 'state', 'queued', 'why', '', 'attempts', 0)
    add(elsewhere, id, now, now)
  end
end)

local first = redis.call('ZRANGE', members, 0, 0, 'WITHSCORES')
if #first > 0 and tonumber(first[2]) <= now and paused(lane) == 0 then return 1 end
leave(lane, entry, 0, now)
return 0
