#include "store/scripts.hpp"

#include <openssl/evp.h>

#include <array>
#include <atomic>
#include <memory>
#include <string>

namespace tagcache::detail::redis {
namespace {

// In all scripts KEYS[1] is the incarnation, KEYS[2] the record of moves, ARGV[1] eight random bytes for an incarnation
// that has to be made. Numbers are eight bytes, the highest first; Lua counts exactly up to 2^53.
constexpr std::string_view beginning = R"lua(
local get, set, range, write = 'GET', 'SET', 'GETRANGE', 'SETRANGE'
local call, sub = redis.call, string.sub
local function number(text, at) return (struct.unpack('>I8', text, at)) end
local function bytes(value) return struct.pack('>I8', value) end
local function server()
  local info = call('INFO', 'server') .. call('INFO', 'replication')
  local process, data = string.match(info, 'run_id:(%x+)'), string.match(info, 'master_replid:(%x+)')
  return sub(redis.sha1hex((process or '') .. (data or '')), 1, 20)
end

local record = call(get, KEYS[1])
if record and #record ~= 44 then record = false end
local id, sequence, announced, identity
local function open(text)
  record, id, sequence, announced = text, sub(text, 1, 8), number(text, 9), number(text, 17)
  identity = sub(text, 25)
end
if record then open(record) end
local function save()
  record = id .. bytes(sequence) .. bytes(announced) .. identity
  call(set, KEYS[1], record)
end
local function renew()
  open(ARGV[1] .. bytes(0) .. bytes(0) .. server())
  save()
end

-- The record of moves: incarnation, a floor for all, then a number for each hash.
local floor
local function look()
  if floor then return end
  local head = call(range, KEYS[2], 0, 15)
  if #head == 16 and sub(head, 1, 8) == id then
    floor = number(head, 9)
  else
    floor = sequence
    call(set, KEYS[2], id .. bytes(floor))
  end
end
local function moved_at(slot)
  look()
  local at = call(range, KEYS[2], 16 + 8 * slot, 23 + 8 * slot)
  return #at == 8 and math.max(number(at, 1), floor) or floor
end
local function move(slot, to)
  look()
  call(write, KEYS[2], 16 + 8 * slot, bytes(to))
end

local function announce(channel, from, what)
  announced = announced + 1
  call('PUBLISH', channel, id .. bytes(announced) .. from .. what)
end
local function is_marker(marker) return marker and #marker == 40 and sub(marker, 1, 8) == id end
local function outlive(key, lifetime)
  local left = call('PTTL', key)
  if left >= 0 and left < lifetime + 60000 then call('PEXPIRE', key, lifetime + math.floor(lifetime / 4) + 600000) end
end
local function mark(key, prefix, exact, lifetime)
  call(set, key, id .. bytes(prefix) .. bytes(exact) .. bytes(0) .. bytes(0), 'PX',
       lifetime + math.floor(lifetime / 4) + 600000)
end
local function now()
  local time = call('TIME')
  return bytes(time[1] * 1000000 + time[2])
end
)lua";

constexpr std::string_view greet_text = R"lua(
if not record or identity ~= server() or (ARGV[2] and ARGV[2] == id) then renew() end
return record
)lua";

constexpr std::string_view begin_text = R"lua(
if not record then renew() end
sequence = sequence + 1
save()
return id .. bytes(sequence)
)lua";

// What has moved since a load. KEYS: entry, then markers; `watched` has for each marker its two slots and whether it is
// a tag of the entry itself. `soft`: whether what expires counts too.
constexpr std::string_view judging = R"lua(
local function key_moved(load, slot)
  local head = call(range, KEYS[3], 0, 35)
  if #head == 36 and sub(head, 5, 12) == id then return math.max(number(head, 13), number(head, 21)) > load end
  return moved_at(slot) > load
end
local function tags_moved(load, watched, soft)
  local lost = {}
  for at = 1, #watched, 5 do
    local i = 4 + (at - 1) / 5
    local prefix, exact, is_tag = struct.unpack('>I2I2B', watched, at)
    local marker = call(get, KEYS[i])
    if is_marker(marker) then
      local last = number(marker, 9)
      if is_tag == 1 then last = math.max(last, number(marker, 17)) end
      if soft then
        last = math.max(last, number(marker, 25))
        if is_tag == 1 then last = math.max(last, number(marker, 33)) end
      end
      if last > load then return true end
    else
      if moved_at(prefix) > load or (is_tag == 1 and moved_at(exact) > load) then return true end
      lost[i] = exact
    end
  end
  return false, lost
end
)lua";

// KEYS: entry, markers, and the lease, which has incarnation and number of its load and who asked for it. ARGV: how
// long it is, the slot of the key, and what `judging` says. Who asks a second time since the answer was lost gets it.
constexpr std::string_view lease_text = R"lua(
if not record then renew() end
sequence = sequence + 1
save()
local lease = KEYS[#KEYS]
local held = call(get, lease)
if held and #held == 24 and sub(held, 1, 8) == id and sub(held, 17) ~= ARGV[1] then
  local load = number(held, 9)
  if not key_moved(load, tonumber(ARGV[3])) and not tags_moved(load, ARGV[4], true) then
    return id .. bytes(sequence) .. '1'
  end
end
look()  -- what was not remembered before now is not older than this load
call(set, lease, id .. bytes(sequence) .. ARGV[1], 'PX', ARGV[2])
return id .. bytes(sequence) .. '0'
)lua";

// KEYS: entry, then markers. ARGV: incarnation and number of the load, what to do, the slot of the key, mark and body
// of the record, how long it lives, and what `judging` says.
constexpr std::string_view keep_text = R"lua(
local load, task, slot = number(ARGV[2], 9), ARGV[3], tonumber(ARGV[4])
if not record or sub(ARGV[2], 1, 8) ~= id or key_moved(load, slot) then return 0 end
if task == 'drop' then
  call('DEL', KEYS[3])
  if moved_at(slot) < load then move(slot, load) end
  return 0
end

local moved, lost = tags_moved(load, ARGV[8], task == 'look')
if moved then return 0 end
if task == 'look' then return 1 end

local lifetime = tonumber(ARGV[7])
for i = 4, #KEYS do
  if lost[i] then mark(KEYS[i], load, moved_at(lost[i]), lifetime) else outlive(KEYS[i], lifetime) end
end
call(set, KEYS[3], ARGV[5] .. id .. bytes(load) .. bytes(0) .. now() .. ARGV[6], 'PX', lifetime)
return 1
)lua";

// KEYS: entry, then markers. ARGV: the slot of the key, mark and body, how long it lives (0: it is not stored),
// channel, who announces, and what; the number that the caller knew when it asked, and for each marker its two slots.
// When anything of it has moved since that number, the caller may have given up long ago, and what moved may be newer
// than the value: it is only told the number of now.
constexpr std::string_view set_text = R"lua(
if not record then renew() end
local known, slot = number(ARGV[9], 9), tonumber(ARGV[2])
local is_late = sub(ARGV[9], 1, 8) ~= id or moved_at(slot) > known
for i = 4, #KEYS do
  local prefix, exact = struct.unpack('>I2I2B', ARGV[10], (i - 4) * 5 + 1)
  is_late = is_late or moved_at(prefix) > known or moved_at(exact) > known
end
if is_late then return {0, id .. bytes(sequence)} end
sequence = sequence + 1
local lifetime = tonumber(ARGV[5])
if lifetime > 0 then
  for i = 4, #KEYS do
    if is_marker(call(get, KEYS[i])) then
      outlive(KEYS[i], lifetime)
    else
      mark(KEYS[i], sequence, sequence, lifetime)
    end
  end
  call(set, KEYS[3], ARGV[3] .. id .. bytes(sequence) .. bytes(0) .. now() .. ARGV[4], 'PX', lifetime)
else
  call('DEL', KEYS[3])
end
move(slot, sequence)
announce(ARGV[6], ARGV[7], ARGV[8])
save()
return {1, id .. bytes(sequence)}
)lua";

// KEYS: entry. ARGV: the slot of the key, what to do, channel, who announces, and what.
constexpr std::string_view forget_text = R"lua(
if not record then renew() end
sequence = sequence + 1
if ARGV[3] == 'erase' then
  call('DEL', KEYS[3])
else
  local head = call(range, KEYS[3], 0, 35)
  if #head == 36 and sub(head, 5, 12) == id then call(write, KEYS[3], 20, bytes(sequence)) end
end
move(tonumber(ARGV[2]), sequence)
announce(ARGV[4], ARGV[5], ARGV[6])
save()
return id .. bytes(sequence)
)lua";

// KEYS: markers. ARGV: channel, who announces, and what; for each marker its slot and which of its numbers moves.
constexpr std::string_view move_text = R"lua(
if not record then renew() end
sequence = sequence + 1
for i = 3, #KEYS do
  local slot, which = struct.unpack('>I2B', ARGV[5], (i - 3) * 3 + 1)
  if is_marker(call(get, KEYS[i])) then call(write, KEYS[i], 8 + 8 * which, bytes(sequence)) end
  move(slot, sequence)
end
announce(ARGV[2], ARGV[3], ARGV[4])
save()
return id .. bytes(sequence)
)lua";

std::string hash_of(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha1(), nullptr);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hash;
  for (unsigned i = 0; i < length; ++i) {
    hash.push_back(digits[digest[i] >> 4U]);
    hash.push_back(digits[digest[i] & 0xFU]);
  }
  return hash;
}

/// Null until somebody needed it; never ends.
using Made = std::atomic<const Script*>;

/// Nobody waits for another thread that makes it: a child that was forked meanwhile does not have that one.
const Script& made_once(Made& made, std::string_view text, std::string_view before = {}) {
  const Script* found = made.load(std::memory_order_acquire);
  if (found != nullptr) return *found;
  auto own = std::make_unique<const Script>(std::string(before) + std::string(text));
  if (!made.compare_exchange_strong(found, own.get(), std::memory_order_acq_rel)) return *found;
  return *own.release();
}

}  // namespace

Script::Script(const std::string& body) : text_(std::string(beginning) + body), hash_(hash_of(text_)) {}

void Script::add_to(Commands& commands, std::span<const std::string_view> keys,
                    std::span<const std::string_view> arguments, bool whole) const {
  commands.begin(3 + keys.size() + arguments.size());
  commands.word(whole ? std::string_view("EVAL") : std::string_view("EVALSHA"));
  commands.word(whole ? text_ : hash_);
  commands.word(keys.size());
  for (const std::string_view key : keys) commands.word(key);
  for (const std::string_view argument : arguments) commands.word(argument);
}

const Script& greet_script() {
  static constinit Made made = nullptr;
  return made_once(made, greet_text);
}
const Script& begin_script() {
  static constinit Made made = nullptr;
  return made_once(made, begin_text);
}
const Script& lease_script() {
  static constinit Made made = nullptr;
  return made_once(made, lease_text, judging);
}
const Script& keep_script() {
  static constinit Made made = nullptr;
  return made_once(made, keep_text, judging);
}
const Script& set_script() {
  static constinit Made made = nullptr;
  return made_once(made, set_text);
}
const Script& forget_script() {
  static constinit Made made = nullptr;
  return made_once(made, forget_text);
}
const Script& move_script() {
  static constinit Made made = nullptr;
  return made_once(made, move_text);
}

}  // namespace tagcache::detail::redis
