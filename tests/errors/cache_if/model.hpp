#pragma once
#include <string>
#include <vector>

class Post {
 public:
  std::string title;
  bool published = false;

 private:
  bool secret = false;
};

struct Front {
  Post top;
  std::vector<Post> posts;
};
