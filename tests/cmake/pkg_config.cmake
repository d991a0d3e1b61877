# Without CMake: flags from pkg-config, the generator by hand, one call of the compiler. From a prefix that was moved.
include("${CMAKE_CURRENT_LIST_DIR}/scratch_project.cmake")

file(REMOVE_RECURSE "${FOLDER}" "${FOLDER}.moved")
file(COPY "${PREFIX}/" DESTINATION "${FOLDER}.moved")
file(COPY "${PROJECT}/" DESTINATION "${FOLDER}")
file(GLOB_RECURSE package "${FOLDER}.moved/lib*/tagcache.pc")
get_filename_component(package_folder "${package}" DIRECTORY)
set(ENV{PKG_CONFIG_PATH} "${package_folder}")

function(ask output package)
  run(text "${PKG_CONFIG}" ${ARGN} "${package}")
  separate_arguments(words UNIX_COMMAND "${text}")
  set(${output} ${words} PARENT_SCOPE)
endfunction()

ask(version tagcache --modversion)
file(READ "${SOURCE}/runtime/include/tagcache/version.hpp" header)
string(STRIP "${version}" version)
string(FIND "${header}" "\"${version}\"" at)
if(at EQUAL -1)
  message(FATAL_ERROR "pkg-config says '${version}', version.hpp says something else")
endif()
ask(generator tagcache --variable=generator)
if(GENERATOR_ELSEWHERE)
  set(generator "${GENERATOR}")
endif()
ask(flags tagcache --cflags)
ask(libraries tagcache --libs)
set(model -I "${FOLDER}/model" -DSHOP_WITH_PRICES=1 "-DSHOP_NAME=\"a shop\"" -include cstdint)
run(ignored ${generator} generate "${FOLDER}/schemas/shop.yaml" --out "${FOLDER}/out" -- -std=c++20 ${model})
separate_arguments(given UNIX_COMMAND "${CXX_FLAGS}")
run(ignored ${LAUNCHER} "${COMPILER}" ${given} -std=c++20 ${flags} ${model} -I "${FOLDER}/out" -c "${FOLDER}/main.cpp" -o "${FOLDER}/main.o")
run(ignored ${LAUNCHER} "${COMPILER}" ${given} -std=c++20 ${flags} ${model} -c "${FOLDER}/out/shop_cache.cpp" -o "${FOLDER}/shop.o")
run(ignored "${COMPILER}" ${given} "${FOLDER}/main.o" "${FOLDER}/shop.o" -o "${FOLDER}/app" ${libraries})
set(ENV{LD_LIBRARY_PATH} "${package_folder}/..")
run(ignored "${FOLDER}/app")

# The store for Redis is a package of its own, which brings the other. What this program may call needs all of it.
if(REDIS)
  ask(redis_version tagcache-redis --modversion)
  if(NOT redis_version STREQUAL version)
    message(FATAL_ERROR "pkg-config says '${redis_version}' for tagcache-redis, and '${version}' for tagcache")
  endif()
  file(WRITE "${FOLDER}/with_redis.cpp" "#include <tagcache/redis.hpp>
#include <tagcache/tagcache.hpp>
int main(int count, char** words) {
  if (count > 1) tagcache::Primitives(tagcache::redis(words[1])).clear();
  return tagcache::redis_server(\"redis://one\").connections == 2 ? 0 : 1;
}
")
  ask(flags tagcache-redis --cflags)
  ask(libraries tagcache-redis --libs)
  run(ignored "${COMPILER}" ${given} -std=c++20 ${flags} "${FOLDER}/with_redis.cpp" -o "${FOLDER}/with_redis" ${libraries})
  run(ignored "${FOLDER}/with_redis")
endif()
