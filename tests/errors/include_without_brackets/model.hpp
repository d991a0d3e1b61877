#pragma once

namespace tracker {

struct OrgId {
  int value;
};

struct Org {
  int size;
};

}  // namespace tracker
