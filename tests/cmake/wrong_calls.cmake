# Wrong calls of tagcache_generate stop CMake with a message that says what to write.
include("${CMAKE_CURRENT_LIST_DIR}/scratch_project.cmake")

function(expect_message name call message)
  set(project "${FOLDER}/${name}")
  file(REMOVE_RECURSE "${project}")
  file(WRITE "${project}/CMakeLists.txt" "cmake_minimum_required(VERSION 3.21)
project(wrong LANGUAGES NONE)
add_library(tagcache::tagcache INTERFACE IMPORTED)
include(\"${SOURCE}/cmake/TagcacheGenerate.cmake\")
${call}
")
  execute_process(COMMAND "${CMAKE_COMMAND}" -S "${project}" -B "${project}/build" ${ARGN}
    RESULT_VARIABLE result OUTPUT_VARIABLE text ERROR_VARIABLE text)
  string(REGEX REPLACE "[ \n]+" " " flat "${text}")
  if(NOT result OR NOT flat MATCHES "${message}")
    message(FATAL_ERROR "${name}: expected '${message}', CMake (${result}) said:\n${text}")
  endif()
endfunction()

set(tool "-DTAGCACHE_GENERATOR_EXECUTABLE=${GENERATOR}")
expect_message(no_schemas "tagcache_generate(TARGET a)" "write: tagcache_generate\\(TARGET" ${tool})
expect_message(no_target "tagcache_generate(SCHEMAS a.yaml)" "write: tagcache_generate\\(TARGET" ${tool})
expect_message(unknown_word "tagcache_generate(TARGET a OUTPUT b SCHEMAS a.yaml)" "write: tagcache_generate\\(TARGET" ${tool})
expect_message(missing_schema "tagcache_generate(TARGET a SCHEMAS a.yaml)" "a.yaml' does not exist" ${tool})
expect_message(target_twice "add_custom_target(a)\ntagcache_generate(TARGET a SCHEMAS a.yaml)" "there is one already" ${tool})
expect_message(no_generator "tagcache_generate(TARGET a SCHEMAS a.yaml)" "set TAGCACHE_GENERATOR_EXECUTABLE")
