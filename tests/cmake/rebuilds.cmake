# What is made again when something changes. The runtime comes from PREFIX, the generator is a copy of the one built already, so
# that it can change too.
include("${CMAKE_CURRENT_LIST_DIR}/scratch_project.cmake")

file(REMOVE_RECURSE "${FOLDER}.tool")
file(COPY "${GENERATOR}" DESTINATION "${FOLDER}.tool")
configure_project("-DCMAKE_PREFIX_PATH=${PREFIX}" "-DTAGCACHE_GENERATOR_EXECUTABLE=${FOLDER}.tool/tagcache")
build(text)
expect_steps("first build" "${text}" GENERATES COMPILES main.cpp shop_cache.cpp untouched.cpp)
run(ignored "${FOLDER}/build/app")
build(text)
expect_steps("second build" "${text}")

replace_in(schemas/shop.yaml "cache: ShopCache" "# a comment\ncache: ShopCache")
build(text)
expect_steps("comment in the schema" "${text}" GENERATES)
build(text)
expect_steps("build after the comment" "${text}")

replace_in(schemas/shop.yaml "ttl: 1m" "ttl: 2m")
build(text)
expect_steps("option in the schema" "${text}" GENERATES COMPILES shop_cache.cpp)

replace_in(schemas/shop.yaml "tags: [config]\nqueries" "tags: [config, items(item).stock]\nqueries")
build(text)
expect_steps("new tag in the schema" "${text}" GENERATES COMPILES main.cpp shop_cache.cpp)
build(text)
expect_steps("build after the new tag" "${text}")

replace_in(schemas/parts/items.yaml "tags: [items(item)]\n" "tags: [items(item).history]\n")
build(text)
expect_steps("included schema" "${text}" GENERATES COMPILES main.cpp shop_cache.cpp)
build(text)
expect_steps("build after the included schema" "${text}")

# A header in a header: the id gets a second part.
replace_in(model/item.hpp "std::uint32_t value;" "std::uint32_t value;\n  std::uint32_t part = 0;")
build(text)
expect_steps("header of the user" "${text}" GENERATES COMPILES main.cpp shop_cache.cpp)
file(READ "${FOLDER}/build/tagcache/shop_cache/shop_cache.cpp" generated)
if(NOT generated MATCHES "tagcache::key\\(item\\.value, item\\.part\\)")
  message(FATAL_ERROR "the generated code knows nothing of the new member:\n${generated}")
endif()
build(text)
expect_steps("build after the header" "${text}")

file(TOUCH_NOCREATE "${FOLDER}.tool/tagcache")
build(text)
expect_steps("generator" "${text}" GENERATES)
build(text)
expect_steps("build after the generator" "${text}")

# The flags of the target are dependencies too, those included that come with a library.
replace_in(CMakeLists.txt "target_link_libraries(shop_cache PUBLIC shop_model)"
  "add_library(more INTERFACE)\ntarget_compile_definitions(more INTERFACE MORE=1)\ntarget_link_libraries(shop_cache PUBLIC shop_model PRIVATE more)")
build(text)
expect_steps("flags of the target" "${text}" GENERATES COMPILES shop_cache.cpp)
build(text)
expect_steps("build after the flags" "${text}")
