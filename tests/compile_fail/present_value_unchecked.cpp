// What may be absent is looked at before it is used.
// g++: conversion from 'std::optional<tagcache::Handle<blog::User> >' to non-scalar type 'const tagcache::Handle<blog::User>' requested
// clang++: no viable conversion from 'std::optional< ?(::)?tagcache::Handle<.*User>>' to 'const tagcache::Handle<blog::User>'
#include "blog_world.hpp"

void test() {
  const std::optional<tagcache::Handle<blog::User>> user = cache().get_user(tagcache::if_present, blog::UserId{1});
#ifdef WITH_BAD_LINE
  const tagcache::Handle<blog::User> none = cache().get_user(tagcache::if_present, blog::UserId{1});
#endif
}
