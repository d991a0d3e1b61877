#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <vector>

#include "link.hpp"
#include "slots.hpp"

namespace tagcache::detail::redis {

/// Called once: with who has which slots, or with why nobody told (null: all said something else).
using FoundSlots = std::function<void(std::optional<SlotMap>, const std::exception_ptr&)>;

/// Asks the servers of a cluster who has which slots, from the last of `whom` on, a few at a time: one that hangs holds
/// up nobody. The first map that anybody tells is taken. To be called on the thread of the io_context, as `found` is.
void find_slots(boost::asio::io_context& io, const Link::Settings& settings, std::vector<Endpoint> whom,
                FoundSlots found);

}  // namespace tagcache::detail::redis
