package queue

import "github.com/gomodule/redigo/redis"

// scripts are the steps of a queue. Each is atomic. KEYS are the names in doc.go, in their
// order; ARGV begins with the epoch, the TTL and the lease in ms, and the holder.
type scripts struct {
	join, take, beat, acknowledge, giveBack, resume, look *redis.Script
}

func newScripts() *scripts {
	script := func(body string) *redis.Script { return redis.NewScript(4, before+body+after) }
	return &scripts{
		join: redis.NewScript(4, join+after), take: script(take), beat: script(beat),
		acknowledge: script(acknowledge), giveBack: script(giveBack), resume: script(resume), look: script("local reply = {}"),
	}
}

// The codes of errors, see [Queue.fault].
const (
	codeGone  = "HUBGONE"
	codeLost  = "HUBLOST"
	codeOther = "HUBOTHER"
)

// before checks that the queue is whole, and reads the clock.
const before = `
local meta, open, who, acks = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local epoch = redis.call('HGET', meta, 'epoch')
if epoch ~= ARGV[1] then
  return redis.error_reply('HUBGONE')
end
local next = tonumber(redis.call('HGET', meta, 'next'))
local total = tonumber(redis.call('HGET', meta, 'total'))
local pending, done = redis.call('ZCARD', open), redis.call('HLEN', acks)
if not next or not total or next ~= pending + done or pending ~= redis.call('HLEN', who) then
  return redis.error_reply('HUBLOST')
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lease, me = tonumber(ARGV[3]), ARGV[4]
-- holder returns how often a position was leased, and its holder.
local function holder(position)
  local n, run = string.match(redis.call('HGET', who, position) or '', '^(%d+) (.*)$')
  return tonumber(n), run
end
`

// after renews the keys.
const after = `
for i = 1, 4 do
  redis.call('PEXPIRE', KEYS[i], ARGV[2])
end
return reply
`

// join makes the queue if there is none. ARGV: total, order. The reply is the epoch.
const join = `
local meta, open, who, acks = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local reply = redis.call('HGET', meta, 'epoch')
if not reply then
  if redis.call('EXISTS', meta, open, who, acks) > 0 then
    return redis.error_reply('HUBLOST')
  end
  reply = ARGV[1]
  redis.call('HSET', meta, 'epoch', reply, 'total', ARGV[5], 'order', ARGV[6], 'next', 0)
elseif redis.call('HGET', meta, 'total') ~= ARGV[5] or redis.call('HGET', meta, 'order') ~= ARGV[6] then
  return redis.error_reply('HUBOTHER')
end
`

// take leases up to ARGV[5] positions that are to run at once, and up to ARGV[6] further
// ones. What has lapsed or was given back is always to run at once; what has lapsed in the
// holder itself, which was suspended, is not handed out to it again. The reply is next,
// the number of acknowledged results, and then each position with its number of leases.
const take = `
local reply = {0, done}
local function give(position, n)
  redis.call('ZADD', open, now + lease, position)
  redis.call('HSET', who, position, n .. ' ' .. me)
  reply[#reply + 1], reply[#reply + 2] = tonumber(position), n
end
local at_once = tonumber(ARGV[5])
local room = at_once + tonumber(ARGV[6])
if at_once > 0 then
  for _, position in ipairs(redis.call('ZRANGEBYSCORE', open, '-inf', now)) do
    local n, run = holder(position)
    if run ~= me and at_once > 0 then
      give(position, n + 1)
      room, at_once = room - 1, at_once - 1
    end
  end
end
while room > 0 and next < total do
  give(next, 1)
  next = next + 1
  room = room - 1
end
redis.call('HSET', meta, 'next', next)
reply[1] = next
`

// beat renews the leases of the positions from ARGV[5] on. The reply has those that are
// not held any more.
const beat = `
local reply = {}
for i = 5, #ARGV do
  local _, run = holder(ARGV[i])
  if run == me then
    redis.call('ZADD', open, now + lease, ARGV[i])
  else
    reply[#reply + 1] = tonumber(ARGV[i])
  end
end
`

// acknowledge takes pairs of a position and the hash of its result. The reply has the
// entry that counts for each.
const acknowledge = `
local reply = {}
for i = 5, #ARGV, 2 do
  local position, entry = ARGV[i], ARGV[i + 1] .. ' ' .. me
  local first = redis.call('HGET', acks, position)
  if not first then
    if redis.call('ZREM', open, position) == 0 then
      return redis.error_reply('HUBLOST')
    end
    redis.call('HDEL', who, position)
    redis.call('HSET', acks, position, entry)
    first = entry
  end
  reply[#reply + 1] = first
end
`

// giveBack returns the leases of the positions from ARGV[5] on. They do not count.
const giveBack = `
local reply = {}
for i = 5, #ARGV do
  local n, run = holder(ARGV[i])
  if run == me then
    redis.call('ZADD', open, 0, ARGV[i])
    redis.call('HSET', who, ARGV[i], (n - 1) .. ' ')
  end
end
`

// resume gives back what the holder has, but for the positions from ARGV[5] on.
const resume = `
local reply, known = {}, {}
for i = 5, #ARGV do
  known[ARGV[i]] = true
end
local all = redis.call('HGETALL', who)
for i = 1, #all, 2 do
  local n, run = string.match(all[i + 1], '^(%d+) (.*)$')
  if run == me and not known[all[i]] then
    redis.call('ZADD', open, 0, all[i])
    redis.call('HSET', who, all[i], (tonumber(n) - 1) .. ' ')
  end
end
`
