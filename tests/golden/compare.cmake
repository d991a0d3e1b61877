# Generates a golden case and compares it with what is expected. Run with cmake -P and -DGENERATOR -DCASE -DOUTPUT,
# -DEXPECTED (the folder of the case that has the files) and -DARGUMENTS (for the generator).
get_filename_component(name "${CASE}" NAME)
file(REMOVE_RECURSE "${OUTPUT}")
execute_process(
  COMMAND "${GENERATOR}" generate "${CASE}/${name}.yaml" --out "${OUTPUT}" ${ARGUMENTS} -- -std=c++20 "-I${CMAKE_CURRENT_LIST_DIR}/../../runtime/include"
  RESULT_VARIABLE result ERROR_VARIABLE errors)
if(result)
  message(FATAL_ERROR "the generator refused ${name}.yaml (${result}):\n${errors}")
endif()
file(GLOB expected RELATIVE "${CASE}/${EXPECTED}" "${CASE}/${EXPECTED}/*")
file(GLOB emitted RELATIVE "${OUTPUT}" "${OUTPUT}/*")
set(files ${expected} ${emitted})
list(REMOVE_DUPLICATES files)
set(differences "")
foreach(file IN LISTS files)
  execute_process(COMMAND "${CMAKE_COMMAND}" -E compare_files "${CASE}/${EXPECTED}/${file}" "${OUTPUT}/${file}"
    RESULT_VARIABLE result ERROR_QUIET)
  if(result)
    execute_process(COMMAND diff -uN "${CASE}/${EXPECTED}/${file}" "${OUTPUT}/${file}" OUTPUT_VARIABLE difference)
    string(APPEND differences "${difference}")
  endif()
endforeach()
if(differences)
  message(FATAL_ERROR "the generator emits other code than expected for ${name}:\n${differences}\n"
                      "If that is what you want, run scripts/refresh-goldens and look at the change before you keep it.")
endif()
