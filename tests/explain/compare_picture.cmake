# The picture that tagcache explain draws is the one in the tree, byte by byte. Arguments: GENERATOR, SCHEMA, TOPIC (may be
# empty), PICTURE, FOUND (where to put what was drawn).
cmake_minimum_required(VERSION 3.21)
execute_process(COMMAND "${GENERATOR}" explain "${SCHEMA}" ${TOPIC} --format svg
  OUTPUT_FILE "${FOUND}" ERROR_VARIABLE errors RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "exit code ${result}: ${errors}")
endif()
if(DEFINED ENV{UPDATE_GOLDENS})
  file(COPY_FILE "${FOUND}" "${PICTURE}")
endif()
execute_process(COMMAND "${CMAKE_COMMAND}" -E compare_files "${FOUND}" "${PICTURE}" RESULT_VARIABLE different)
if(different)
  message(FATAL_ERROR "${PICTURE} is not what is drawn now: UPDATE_GOLDENS=1 ctest -R explain, then look at it")
endif()
