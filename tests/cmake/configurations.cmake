# One tree with several configurations: each builds from the same generated code.
include("${CMAKE_CURRENT_LIST_DIR}/scratch_project.cmake")

configure_project("-DCMAKE_PREFIX_PATH=${PREFIX}" "-DTAGCACHE_GENERATOR_EXECUTABLE=${GENERATOR}")
build(text --config Debug)
expect_steps("first configuration" "${text}" GENERATES COMPILES main.cpp shop_cache.cpp untouched.cpp)
build(text --config Release)
expect_steps("second configuration" "${text}" COMPILES main.cpp shop_cache.cpp untouched.cpp)
run(ignored "${FOLDER}/build/Release/app")
build(text --config Debug)
expect_steps("first configuration again" "${text}")
