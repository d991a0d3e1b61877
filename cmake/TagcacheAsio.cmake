# tagcache::asio, for schemas that say `async: true` and for tagcache/asio.hpp: the runtime and the headers of
# Boost.Asio, the one public dependency that tagcache can have. Without a Boost that is new enough there is no such target.
if(NOT TARGET tagcache::asio)
  # Older ones lack the per-operation cancellation that asynchronous reads honour.
  find_package(Boost 1.81 QUIET)
  if(Boost_FOUND)
    if(EXISTS "${CMAKE_CURRENT_LIST_DIR}/../runtime/asio/include")
      set(tagcache_asio tagcache_asio)
      add_library(tagcache_asio INTERFACE)
      add_library(tagcache::asio ALIAS tagcache_asio)
      target_include_directories(tagcache_asio INTERFACE "${CMAKE_CURRENT_LIST_DIR}/../runtime/asio/include")
    else()
      set(tagcache_asio tagcache::asio)
      add_library(tagcache::asio INTERFACE IMPORTED)
    endif()
    target_link_libraries(${tagcache_asio} INTERFACE tagcache::tagcache)
    # Not Boost::headers, which other folders of the project may not see.
    target_include_directories(${tagcache_asio} SYSTEM INTERFACE ${Boost_INCLUDE_DIRS})
    unset(tagcache_asio)
  endif()
endif()
