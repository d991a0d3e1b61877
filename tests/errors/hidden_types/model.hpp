#pragma once

namespace blog {

using number = int;
struct article {};
struct qualified {};

}  // namespace blog
