# tagcache::asio, for schemas that say `async: true` and for tagcache/asio.hpp: the runtime and the headers of
# Boost.Asio, the one public dependency that tagcache can have. Without a Boost that is new enough there is no such target.
if(NOT TARGET tagcache::asio)
  # Older ones lack the per-operation cancellation that asynchronous reads honour.
  find_package(Boost 1.81 QUIET)
  if(Boost_FOUND)
    add_library(tagcache_asio INTERFACE)
    add_library(tagcache::asio ALIAS tagcache_asio)
    target_link_libraries(tagcache_asio INTERFACE tagcache::tagcache Boost::headers)
    if(EXISTS "${CMAKE_CURRENT_LIST_DIR}/../runtime/asio/include")
      target_include_directories(tagcache_asio INTERFACE "${CMAKE_CURRENT_LIST_DIR}/../runtime/asio/include")
    endif()
  endif()
endif()
