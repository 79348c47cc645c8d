-- What every script of the outbox begins with: lanes, and the one rule that keeps them moving.
--
-- A lane is what waits for one address, `CHANNEL:TO`: a sorted set of members, each with the epoch
-- seconds at which it is ready. A member is a delivery's id, or `~id` for an edit of the message sent
-- for it. A lane with members stands either in its channel's stream, where exactly one notifier serves
-- it (`queued` names the entry), or in `later` with the time it wakes. Every script leaves that true.
local PREFIX = 'alertbot:'
local LATER = PREFIX .. 'lanes:later'
local QUEUED = PREFIX .. 'lanes:queued'
local DEAD = PREFIX .. 'deliveries:dead'
local GROUP = 'notifiers'

-- A script whose first write needs no memory is carried through when memory is out: what was sent can
-- always be recorded, and the outbox can empty itself.
local function begin(lane) redis.call('ZREM', LATER, lane) end

local function stream_of(lane) return PREFIX .. 'lanes:' .. string.match(lane, '^[^:]*') end
local function members_of(lane) return PREFIX .. 'lane:' .. lane end
local function delivery_of(member) return PREFIX .. 'delivery:' .. string.gsub(member, '^~', '') end

-- Milliseconds for which the lane, or its whole channel, may not be sent to.
local function paused(lane)
  local own = redis.call('PTTL', PREFIX .. 'pause:' .. lane)
  local all = redis.call('PTTL', PREFIX .. 'pause:' .. string.match(lane, '^[^:]*'))
  return math.max(own, all, 0)
end

-- Whether `consumer` still holds the entry with which it serves a lane.
local function holds(lane, entry, consumer)
  if redis.call('HGET', QUEUED, lane) ~= entry then return false end
  local pending = redis.call('XPENDING', stream_of(lane), GROUP, entry, entry, 1)[1]
  return pending ~= nil and pending[2] == consumer
end

-- Gives a lane to whoever reads its channel's stream next.
local function queue(lane)
  redis.call('ZREM', LATER, lane)
  redis.call('HSET', QUEUED, lane, redis.call('XADD', stream_of(lane), '*', 'to', lane))
end

-- Puts a lane that nobody serves where it belongs, not before `at`.
local function place(lane, at, now)
  if redis.call('HEXISTS', QUEUED, lane) == 1 then return end
  local first = redis.call('ZRANGE', members_of(lane), 0, 0, 'WITHSCORES')
  if #first == 0 then
    redis.call('ZREM', LATER, lane)
    return
  end
  at = math.max(at, tonumber(first[2]), now + paused(lane) / 1000)
  if at > now then
    redis.call('ZADD', LATER, at, lane)
  else
    queue(lane)
  end
end

-- Adds a member that is ready at `ready`; one that waits already keeps its place.
local function add(lane, member, ready, now)
  redis.call('ZADD', members_of(lane), 'NX', ready, member)
  place(lane, 0, now)
end

-- Makes a member wait for `at`; `moment` is the same as it stands in a delivery, `why` the named reason.
local function hold(lane, member, at, moment, why)
  local delivery = redis.call('HGET', delivery_of(member), 'delivery')
  delivery = string.gsub(delivery, '"not_before":"?[^",]*"?', '"not_before":"' .. moment .. '"', 1)
  redis.call('HSET', delivery_of(member), 'delivery', delivery, 'state', 'held', 'why', why)
  redis.call('ZADD', members_of(lane), 'XX', at, member)
end

-- Ends the service of a lane: gives its entry back, and puts the lane where it belongs.
local function leave(lane, entry, at, now)
  redis.call('XACK', stream_of(lane), GROUP, entry)
  redis.call('XDEL', stream_of(lane), entry)
  redis.call('HDEL', QUEUED, lane)
  place(lane, at, now)
end
