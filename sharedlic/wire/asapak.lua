-- Wireshark dissector of the shared license messages of asapak.
--
--   wireshark -X lua_script:asapak.lua server.pcapng
--   tshark    -X lua_script:asapak.lua -r server.pcapng -O asapak
--
-- It reads what asapak --pcap writes: the messages without TLS around them. Of
-- any TCP port it takes what begins with one of the two magic words. The tables
-- are those of the package comments of sharedlic/wire and sharedlic/transport.

local shared = Proto("asapak", "asapak Shared License")

local types = {
  [1] = "Registration", [2] = "Get", [3] = "Release", [4] = "Transfer", [5] = "Refresh",
  [6] = "Hello", [7] = "Sync", [8] = "Update",
  [129] = "Answer", [130] = "Welcome", [131] = "Page",
}
local handshakes = {
  [1] = "Start", [2] = "Answer", [3] = "Tag of the initiator", [4] = "Tag of the responder",
}
local kinds = {
  [0] = "Registration", [1] = "Get", [2] = "Release", [3] = "Transfer",
  [4] = "Refresh", [5] = "Hello", [6] = "Sync", [7] = "Update",
}
local statuses = {
  [0] = "done", [1] = "unknown client", [2] = "not active", [3] = "moved",
  [4] = "at capacity", [5] = "bad version", [6] = "bad signature", [7] = "unknown message",
}
local roles = { [1] = "participant", [2] = "backup", [3] = "server" }

local f = {
  magic = ProtoField.string("asapak.magic", "Magic"),
  version = ProtoField.uint8("asapak.version", "Version"),
  type = ProtoField.uint8("asapak.type", "Type", base.DEC, types),
  handshake = ProtoField.uint8("asapak.handshake", "Handshake", base.DEC, handshakes),
  length = ProtoField.uint32("asapak.length", "Length"),
  share = ProtoField.bytes("asapak.share", "Share"),
  tag = ProtoField.bytes("asapak.tag", "Tag"),
  role = ProtoField.uint8("asapak.role", "Role", base.DEC, roles),
}

-- The fields of each type after the header, in order: name and form.
local header = { "From:text", "Epoch:u64", "Request:u64" }
local layouts = {
  [1] = { "Hostname:text", "Model:text", "Local:count", "Limit:count", "Held:count", "MinVersion:u8", "MaxVersion:u8" },
  [2] = { "Want:count" },
  [3] = { "Keep:count" },
  [4] = { "Old:text" },
  [5] = { "Held:count", "Want:count" },
  [6] = { "Granted:u64", "MinVersion:u8", "MaxVersion:u8" },
  [7] = { "After:u64", "Start:u64" },
  [8] = { "After:u64" },
  [129] = { "To:kind", "Status:status", "Lease:count", "Pool:count", "Free:count", "Interval:seconds", "Version:u8" },
  [130] = { "Status:status", "Merged:u64", "Version:u8" },
  [131] = { "To:kind", "Status:status", "Upto:u64", "Start:u64", "More:flag", "Whole:flag", "Pool:count", "Interval:seconds", "Clients:clients" },
}
local client = {
  "ID:text", "Hostname:text", "Model:text", "Local:count", "Limit:count", "Lease:count", "Request:u64", "Registered:flag",
}

local forms = {
  text = ProtoField.string, u64 = ProtoField.uint64, u8 = ProtoField.uint8,
  count = ProtoField.uint32, seconds = ProtoField.uint16, flag = ProtoField.bool,
}
local sizes = { u64 = 8, u8 = 1, count = 4, seconds = 2, flag = 1, kind = 1, status = 1 }

-- field makes the ProtoField of a name, once.
local function field(path, name, form)
  local key = path .. name .. form
  if f[key] then return end
  local abbreviation = "asapak." .. path:lower() .. name:lower()
  -- Version is in the head as well: what an answer says has a name of its own.
  if path == "" and name == "Version" then abbreviation = "asapak.agreed" end
  if form == "kind" then
    f[key] = ProtoField.uint8(abbreviation, name, base.DEC, kinds)
  elseif form == "status" then
    f[key] = ProtoField.uint8(abbreviation, name, base.DEC, statuses)
  elseif form == "clients" then
    f[key] = ProtoField.uint16(abbreviation, name)
  else
    f[key] = forms[form](abbreviation, name)
  end
end

local function declare(path, layout)
  for _, entry in ipairs(layout) do
    local name, form = entry:match("(%w+):(%w+)")
    field(path, name, form)
  end
end

declare("", header)
for _, layout in pairs(layouts) do declare("", layout) end
declare("client.", client)
local all = {}
for _, v in pairs(f) do all[#all + 1] = v end
shared.fields = all

local malformed = ProtoExpert.new("asapak.malformed", "Message ends early", expert.group.MALFORMED, expert.severity.ERROR)
shared.experts = { malformed }

-- walk adds the fields of a layout and returns where they end, nil if the message
-- ends before.
local function walk(frame, at, tree, path, layout)
  for _, entry in ipairs(layout) do
    local name, form = entry:match("(%w+):(%w+)")
    local item = f[path .. name .. form]
    if form == "text" then
      if at + 1 > frame:len() then return nil end
      local n = frame(at, 1):uint()
      if at + 1 + n > frame:len() then return nil end
      tree:add(item, frame(at + 1, n))
      at = at + 1 + n
    elseif form == "clients" then
      if at + 2 > frame:len() then return nil end
      local n = frame(at, 2):uint()
      local list = tree:add(item, frame(at, 2))
      at = at + 2
      for _ = 1, n do
        at = walk(frame, at, list, "client.", client)
        if not at then return nil end
      end
    else
      local n = sizes[form]
      if at + n > frame:len() then return nil end
      tree:add(item, frame(at, n))
      at = at + n
    end
  end
  return at
end

local function dissect_handshake(frame, tree)
  local kind = frame(5, 1):uint()
  tree:add(f.handshake, frame(5, 1))
  tree:add(f.length, frame(6, 2))
  if (kind == 1 or kind == 2) and frame:len() > 43 then
    tree:add(f.share, frame(8, 32))
    tree:add(f.role, frame(40, 1))
    tree:add(f["Fromtext"], frame(43))
  elseif frame:len() > 8 then
    tree:add(f.tag, frame(8))
  end
  return "Handshake: " .. (handshakes[kind] or "unknown")
end

local function dissect_message(frame, tree)
  local kind = frame(5, 1):uint()
  tree:add(f.type, frame(5, 1))
  tree:add(f.length, frame(8, 4))
  local at = walk(frame, 12, tree, "", header)
  if at and layouts[kind] then at = walk(frame, at, tree, "", layouts[kind]) end
  if not at then tree:add_proto_expert_info(malformed) end
  return types[kind] or "unknown type"
end

local function frame_length(buffer, _, offset)
  if buffer(offset, 4):string() == "PSHA" then return 8 + buffer(offset + 6, 2):uint() end
  return math.max(12, buffer(offset + 8, 4):uint())
end

local function dissect_frame(frame, pinfo, root)
  local tree = root:add(shared, frame())
  local magic = frame(0, 4):string()
  tree:add(f.magic, frame(0, 4))
  tree:add(f.version, frame(4, 1))
  local name
  if magic == "PSHA" then
    name = dissect_handshake(frame, tree)
  elseif magic == "PSHL" then
    name = dissect_message(frame, tree)
  else
    return 0
  end
  tree:append_text(", " .. name)
  pinfo.cols.protocol = "ASAPAK"
  pinfo.cols.info:append(" " .. name)
  pinfo.cols.info:fence()
  return frame:len()
end

function shared.dissector(buffer, pinfo, root)
  pinfo.cols.info = ""
  dissect_tcp_pdus(buffer, root, 12, frame_length, dissect_frame)
  return buffer:len()
end

local function heuristic(buffer, pinfo, root)
  if buffer:len() < 8 then return false end
  local magic = buffer(0, 4):string()
  if magic ~= "PSHA" and magic ~= "PSHL" then return false end
  pinfo.conversation = shared
  shared.dissector(buffer, pinfo, root)
  return true
end

shared:register_heuristic("tcp", heuristic)
DissectorTable.get("tcp.port"):add(50554, shared)
