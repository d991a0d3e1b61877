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
set(form "write: tagcache_generate\\(TARGET <target> SCHEMAS <schema>")
expect_message(no_schemas "tagcache_generate(TARGET a)" "no schema for 'a' ${form}" ${tool})
expect_message(no_target "tagcache_generate(SCHEMAS a.yaml)" "no target ${form}" ${tool})
expect_message(no_value "tagcache_generate(TARGET a SCHEMAS a.yaml OUTPUT_DIRECTORY)" "nothing stands behind OUTPUT_DIRECTORY" ${tool})
expect_message(unknown_word "tagcache_generate(TARGET a b SCHEMAS a.yaml)" "does not know what 'b' is ${form}" ${tool})
expect_message(by_place "tagcache_generate(blog_cache blog.yaml)" "does not know what 'blog_cache' is ${form}" ${tool})
expect_message(schema "tagcache_generate(TARGET a SCHEMA a.yaml)" "write SCHEMAS for 'SCHEMA'" ${tool})
expect_message(lower_case "tagcache_generate(TARGET a schemas a.yaml)" "write SCHEMAS for 'schemas'" ${tool})
expect_message(output "tagcache_generate(TARGET a SCHEMAS a.yaml OUTPUT b)" "write OUTPUT_DIRECTORY for 'OUTPUT'" ${tool})
expect_message(includes "tagcache_generate(TARGET a SCHEMAS a.yaml INCLUDES b)" "write INCLUDE_DIRECTORIES for 'INCLUDES'" ${tool})
expect_message(flags "tagcache_generate(TARGET a EXTRA_ARGS -DX SCHEMAS a.yaml)" "write EXTRA_FLAGS for 'EXTRA_ARGS'" ${tool})
expect_message(missing_schema "tagcache_generate(TARGET a SCHEMAS a.yaml)" "a.yaml' does not exist" ${tool})
expect_message(custom_target "add_custom_target(a)\ntagcache_generate(TARGET a SCHEMAS a.yaml)" "there is one already" ${tool})
expect_message(interface "add_library(a INTERFACE)\ntagcache_generate(TARGET a SCHEMAS a.yaml)"
  "'a' is an INTERFACE library, which compiles nothing" ${tool})
expect_message(alias "add_library(b INTERFACE)\nadd_library(a ALIAS b)\ntagcache_generate(TARGET a SCHEMAS a.yaml)"
  "'a' is another name for 'b': write TARGET b" ${tool})
expect_message(no_generator "tagcache_generate(TARGET a SCHEMAS a.yaml)" "set TAGCACHE_GENERATOR_EXECUTABLE")
foreach(path IN ITEMS "${FOLDER}/missing" "${FOLDER}")
  expect_message(no_program "tagcache_generate(TARGET a SCHEMAS a.yaml)" "where there is no program: set it to the path"
    "-DTAGCACHE_GENERATOR_EXECUTABLE=${path}")
endforeach()

expect_message(no_boost "file(WRITE \"\${CMAKE_CURRENT_SOURCE_DIR}/a.yaml\" \"cache: ACache\\nasync: true\\n\")
add_library(a INTERFACE IMPORTED)
_tagcache_link_asio(a \"\${CMAKE_CURRENT_SOURCE_DIR}/a.yaml\")"
  "a.yaml' says 'async: true', for which Boost 1.81 or newer is needed" ${tool} -DCMAKE_DISABLE_FIND_PACKAGE_Boost=TRUE)

set(make "file(MAKE_DIRECTORY \"\${CMAKE_CURRENT_SOURCE_DIR}/one\" \"\${CMAKE_CURRENT_SOURCE_DIR}/two\")
file(TOUCH \"\${CMAKE_CURRENT_SOURCE_DIR}/one/a.yaml\" \"\${CMAKE_CURRENT_SOURCE_DIR}/two/a.yaml\")\n")
expect_message(same_name "${make}tagcache_generate(TARGET a SCHEMAS one/a.yaml two/a.yaml)"
  "two schemas of the target 'a' would make a_cache.hpp" ${tool})
expect_message(same_file "${make}tagcache_generate(TARGET a SCHEMAS one/a.yaml OUTPUT_DIRECTORY out)
tagcache_generate(TARGET b SCHEMAS two/a.yaml OUTPUT_DIRECTORY out)"
  "'a' and 'b' would both make .*/out/a_cache.hpp: let one library make it" ${tool})
