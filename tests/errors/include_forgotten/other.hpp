#pragma once

namespace tracker {

struct OrgIdentity {
  int value;
};

}  // namespace tracker
