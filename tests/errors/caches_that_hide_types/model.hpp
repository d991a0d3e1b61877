#pragma once

struct Book {
  int number;
};

struct BookTags {};
