# Begins a project with the installed tagcache, builds and runs it.
include("${CMAKE_CURRENT_LIST_DIR}/scratch_project.cmake")

# What `tagcache init` writes is formatted, builds without warnings, and runs; and init never overwrites.
set(begun "${FOLDER}.begun")
file(REMOVE_RECURSE "${begun}")
run(ignored "${PREFIX}/bin/tagcache" init "${begun}" --name ShelfCache --namespace library::books)
run(ignored "${PREFIX}/bin/tagcache" fmt --check "${begun}/books.yaml")
run(ignored "${CMAKE_COMMAND}" -S "${begun}" -B "${begun}/build" -G "${TOOL}" "-DCMAKE_PREFIX_PATH=${PREFIX}"
  "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}"
  "-DCMAKE_CXX_FLAGS=${CXX_FLAGS} -Wall -Wextra -Wconversion -Wshadow -Werror")
run(ignored "${CMAKE_COMMAND}" --build "${begun}/build")
run(printed "${begun}/build/books_demo")
set(wanted "Northanger (loaded)
Northanger (from the cache)
Northanger Abbey (loaded)
Northanger Abbey (loaded)
- Northanger Abbey
- Persuasion
")
if(NOT printed STREQUAL wanted)
  message(FATAL_ERROR "the project of tagcache init printed:\n${printed}")
endif()
file(REMOVE "${begun}/main.cpp")
file(WRITE "${begun}/model.hpp" "mine")
execute_process(COMMAND "${PREFIX}/bin/tagcache" init "${begun}" --namespace library::books
  RESULT_VARIABLE result ERROR_VARIABLE errors)
file(READ "${begun}/model.hpp" model)
if(NOT result EQUAL 1 OR NOT errors MATCHES "model.hpp' is there already" OR NOT errors MATCHES "CMakeLists.txt' is there"
   OR errors MATCHES "main.cpp' is" OR NOT model STREQUAL "mine" OR EXISTS "${begun}/main.cpp")
  message(FATAL_ERROR "tagcache init (${result}) over a project, model.hpp is now '${model}':\n${errors}")
endif()
