# Compiling for another machine: the generator runs here, and sees the types of that machine. What was made is compiled, not run.
include("${CMAKE_CURRENT_LIST_DIR}/scratch_project.cmake")

file(WRITE "${FOLDER}.toolchain.cmake" "set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
")
if(COMPILER_ID MATCHES "Clang")
  file(APPEND "${FOLDER}.toolchain.cmake" "set(CMAKE_CXX_COMPILER_TARGET aarch64-linux-gnu)\n")
else()
  set(COMPILER "${CROSS_COMPILER}")
endif()
set(CXX_FLAGS "")
configure_project("-DCMAKE_PREFIX_PATH=${PREFIX}" "-DTAGCACHE_GENERATOR_EXECUTABLE=${GENERATOR}"
  "-DCMAKE_TOOLCHAIN_FILE=${FOLDER}.toolchain.cmake")
build(ignored)
file(READ "${FOLDER}/build/tagcache/sensor_cache/sensor_cache.cpp" generated)
if(NOT generated MATCHES "tagcache::key\\(sensor\\.bus, sensor\\.address\\)")
  message(FATAL_ERROR "the generated code is not for the other machine:\n${generated}")
endif()
