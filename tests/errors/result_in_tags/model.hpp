#pragma once
struct Post {
  unsigned id;
  unsigned author;
};
