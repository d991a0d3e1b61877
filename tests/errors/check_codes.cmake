# Every code that the generator can print has a section in docs/errors.md and, where a schema alone can cause it, a case
# in this folder; and no section or case speaks of a code that is gone.
cmake_minimum_required(VERSION 3.21)

# They need a broken installation or output folder, another command line, or a very large file; other tests cause them.
set(without_case file-too-large file-name wrong-flag clang-failed no-resource-directory cannot-write stale-file
  missing-command unknown-command unknown-option missing-value wrong-value surplus-value repeated-option missing-operand
  surplus-operand missing-option contradictory-options wrong-words unknown-topic
  cannot-format not-formatted file-exists)

# The net below all of the command line: nothing is known that falls into it.
set(not_caused wrong-words)

set(code "[a-z0-9]+(-[a-z0-9]+)+")
set(used "")
file(GLOB sources "${SOURCE}/generator/*/*.cpp")
foreach(source IN LISTS sources)
  file(READ "${source}" text)
  string(REGEX MATCHALL "[({][ \n]*\"${code}\"" found "${text}")
  list(APPEND used ${found})
endforeach()
list(TRANSFORM used REPLACE "[({ \n\"]" "")
list(REMOVE_DUPLICATES used)

file(READ "${SOURCE}/docs/errors.md" page)
string(REGEX MATCHALL "\n### ${code}\n" documented "\n${page}")
string(REPLACE ";" "," sections "${page}")
string(REGEX REPLACE "[][]" "" sections "${sections}")
string(REPLACE "\n### " ";" sections "${sections}")
list(POP_FRONT sections)
foreach(section IN LISTS sections)
  if(NOT section MATCHES "Cure")
    string(REGEX MATCH "^[^\n]*" name "${section}")
    message(SEND_ERROR "${name}: its section names no cure")
  endif()
endforeach()
list(TRANSFORM documented REPLACE "[#\n ]" "")

set(covered "")
file(GLOB cases "${SOURCE}/tests/errors/*/stderr.txt")
foreach(case IN LISTS cases)
  file(READ "${case}" text)
  string(REGEX MATCHALL "\\[${code}\\]\n" found "${text}")
  # Brackets would keep CMake from seeing where items of a list end.
  string(REGEX REPLACE "[][\n]" "" found "${found}")
  list(APPEND covered ${found})
endforeach()
list(REMOVE_DUPLICATES covered)

# Texts of other tests that expect a code.
set(expected_elsewhere "")
file(GLOB_RECURSE others "${SOURCE}/tests/generator/*" "${SOURCE}/tests/explain/*.txt" "${SOURCE}/tests/fmt/*.py")
foreach(other IN LISTS others)
  file(READ "${other}" text)
  string(REGEX MATCHALL "${code}" found "${text}")
  list(APPEND expected_elsewhere ${found})
endforeach()
list(REMOVE_DUPLICATES expected_elsewhere)
list(APPEND expected_elsewhere ${not_caused})

function(require_subset some all message)
  foreach(item IN LISTS ${some})
    if(NOT item IN_LIST ${all})
      message(SEND_ERROR "${item}: ${message}")
    endif()
  endforeach()
endfunction()

list(LENGTH used count)
if(count LESS 40)
  message(SEND_ERROR "only ${count} codes found in the sources: this check no longer sees them")
endif()
set(documented_or_excused ${covered} ${without_case})
require_subset(used documented "has no section in docs/errors.md")
require_subset(documented used "has a section in docs/errors.md and is not used in generator/")
require_subset(used documented_or_excused "has no case in tests/errors")
require_subset(covered used "is expected by a case and not used in generator/")
require_subset(without_case expected_elsewhere "has neither a case in tests/errors nor another test that expects it")
