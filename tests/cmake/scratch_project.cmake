# What the scripts in this folder share: a copy of the project, configured and built in a scratch folder.
cmake_minimum_required(VERSION 3.21)

function(run output)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE text ERROR_VARIABLE text)
  if(result)
    message(FATAL_ERROR "failed (${result}): ${ARGN}\n${text}")
  endif()
  set(${output} "${text}" PARENT_SCOPE)
endfunction()

# Arguments: further ones for CMake.
function(configure_project)
  file(REMOVE_RECURSE "${FOLDER}")
  file(COPY "${PROJECT}/" DESTINATION "${FOLDER}/source")
  configure_again(${ARGN})
endfunction()

function(configure_again)
  run(ignored "${CMAKE_COMMAND}" -S "${FOLDER}/source" -B "${FOLDER}/build" -G "${TOOL}"
    "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}" "-DCMAKE_CXX_FLAGS=${CXX_FLAGS}"
    "-DCXX_FLAGS_BEFORE=${CXX_FLAGS}" ${ARGN})
endfunction()

# What a build prints: with the commands that it runs.
function(build output)
  run(text "${CMAKE_COMMAND}" --build "${FOLDER}/build" --verbose ${ARGN})
  set(${output} "${text}" PARENT_SCOPE)
endfunction()

# Changes a file of the project; build tools see changes by their time, in some file systems by whole seconds.
function(replace_in path old new)
  file(READ "${FOLDER}/source/${path}" text)
  string(REPLACE "${old}" "${new}" changed "${text}")
  if(changed STREQUAL text)
    message(FATAL_ERROR "${path} has no '${old}'")
  endif()
  file(WRITE "${FOLDER}/source/${path}" "${changed}")
endfunction()

# Which of these steps a build took: generated, compiled (names of sources), linked is not looked at.
function(expect_steps what text)
  cmake_parse_arguments(PARSE_ARGV 2 arg "GENERATES" "" "COMPILES")
  string(REGEX MATCH "--flags-file" generates "${text}")
  if(arg_GENERATES AND NOT generates)
    message(FATAL_ERROR "${what}: nothing was generated\n${text}")
  elseif(generates AND NOT arg_GENERATES)
    message(FATAL_ERROR "${what}: something was generated\n${text}")
  endif()
  foreach(source IN ITEMS main.cpp shop_cache.cpp untouched.cpp)
    string(REPLACE "." "\\." pattern "${source}")
    string(REGEX MATCH " -c [^\n]*/${pattern}" compiles "${text}")
    if(source IN_LIST arg_COMPILES AND NOT compiles)
      message(FATAL_ERROR "${what}: ${source} was not compiled\n${text}")
    elseif(compiles AND NOT source IN_LIST arg_COMPILES)
      message(FATAL_ERROR "${what}: ${source} was compiled\n${text}")
    endif()
  endforeach()
  message(STATUS "${what}: as it should be")
endfunction()
