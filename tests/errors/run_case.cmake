# Runs the generator inside a case and compares what it prints with the case's stderr.txt, byte by byte.
# Arguments: GENERATOR (the program), CASE (the folder), OUTPUT (a scratch folder).
cmake_minimum_required(VERSION 3.21)

set(arguments "")  # of the generator, one a line
if(EXISTS "${CASE}/arguments.txt")
  file(STRINGS "${CASE}/arguments.txt" arguments)
endif()
file(REMOVE_RECURSE "${OUTPUT}")
file(MAKE_DIRECTORY "${OUTPUT}")
execute_process(
  COMMAND "${GENERATOR}" generate --out "${OUTPUT}" ${arguments} schema.yaml -- -std=c++20 -I.
  WORKING_DIRECTORY "${CASE}"
  RESULT_VARIABLE exit_code
  OUTPUT_VARIABLE printed
  ERROR_VARIABLE found)

# A schema that cannot be opened is no error in a schema.
set(expected_code 1)
if(NOT EXISTS "${CASE}/schema.yaml")
  set(expected_code 3)
endif()
if(NOT exit_code STREQUAL expected_code)
  message(FATAL_ERROR "exit code ${exit_code} instead of ${expected_code}; the generator printed:\n${printed}${found}")
endif()
file(GLOB written "${OUTPUT}/*")
if(written)
  message(FATAL_ERROR "a refused schema left files behind: ${written}")
endif()

if(DEFINED ENV{UPDATE_GOLDENS})
  file(WRITE "${CASE}/stderr.txt" "${found}")
  return()
endif()
set(expected "")
if(EXISTS "${CASE}/stderr.txt")
  file(READ "${CASE}/stderr.txt" expected)
endif()
if(NOT found STREQUAL expected)
  file(WRITE "${OUTPUT}.found" "${found}")
  execute_process(COMMAND diff -u "${CASE}/stderr.txt" "${OUTPUT}.found")
  message(FATAL_ERROR "${CASE}/stderr.txt differs from what the generator prints. "
                      "If the new text is right: UPDATE_GOLDENS=1 ctest -R errors")
endif()
