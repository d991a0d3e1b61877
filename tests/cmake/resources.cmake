# TAGCACHE_CLANG_RESOURCE_DIRECTORY: the generator reads Clang's own headers there and nowhere else.
include("${CMAKE_CURRENT_LIST_DIR}/scratch_project.cmake")

function(expect_failure what message)
  execute_process(COMMAND "${CMAKE_COMMAND}" --build "${FOLDER}/build" RESULT_VARIABLE result OUTPUT_VARIABLE text ERROR_VARIABLE text)
  if(NOT result OR NOT text MATCHES "${message}")
    message(FATAL_ERROR "${what}: expected '${message}', the build (${result}) said:\n${text}")
  endif()
endfunction()

configure_project("-DCMAKE_PREFIX_PATH=${PREFIX}" "-DTAGCACHE_GENERATOR_EXECUTABLE=${GENERATOR}" "-DTAGCACHE_CLANG_RESOURCE_DIRECTORY=${FOLDER}/headers")
expect_failure("a folder without headers" "Clang's own headers[^\n]*${FOLDER}/headers[^\n]*no-resource-directory")

file(WRITE "${FOLDER}/headers/include/stddef.h" "#error read from the folder that CMake was told\n")
expect_failure("a header that is wrong" "read from the folder that CMake was told")

configure_again("-DTAGCACHE_CLANG_RESOURCE_DIRECTORY=${RESOURCES}")
build(text)
if(NOT text MATCHES "--resource-dir[ \"]+${RESOURCES}")
  message(FATAL_ERROR "the generator was not told where the headers are:\n${text}")
endif()
run(ignored "${FOLDER}/build/app")
